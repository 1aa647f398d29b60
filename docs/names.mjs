import { Converter, PageEvent, ReflectionKind } from 'typedoc';

/** What the pages of the manual are called, and what it leaves out. */
export function load(app) {
  // Several pages are a README.md: each is called by its own first heading.
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, page) => {
    const text = page.content.map((part) => part.text).join('');
    const [, title] = text.match(/^# (.+)$/m) ?? [];
    if (title) page.name = title;
    else app.logger.warn(`A page of the manual has no heading: ${page.name}`);
  });

  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    // A module is called as it is imported.
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      module.name = module.name === 'index' ? 'backbone.ws' : `backbone.ws/${module.name}`;
    }
    // What begins with '~' is nobody's business but the package's.
    for (const reflection of Object.values(project.reflections)) {
      if (reflection.name.startsWith('~')) project.removeReflection(reflection);
    }
  });

  // A folder has no page of its own where the manual is opened from disk.
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents?.replaceAll(/href="([./]*\/)(?=["#])/g, 'href="$1index.html');
  });
}
