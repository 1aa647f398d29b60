import { Converter } from 'typedoc';

/** A page of the manual is called by its own first heading, not by its file: five of them are README.md. */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, page) => {
    const text = page.content.map((part) => part.text).join('');
    const [, title] = text.match(/^# (.+)$/m) ?? [];
    if (title) page.name = title;
    else app.logger.warn(`A page of the manual has no heading: ${page.name}`);
  });
}
