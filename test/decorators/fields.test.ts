import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Resource, wsResource } from '../../src/index.js';
import { BareView } from '../support/resources.js';
import { connect } from '../support/wire.js';
import { warnings } from './support.js';

const { Model } = Backbone;
const mend = expect.stringMatching(/Set it .*preinitialize\(\).* only `declare` it\.$/);

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a class field that came after Backbone had read or written it', () => {
  it('is told of once if it erased the id', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class ErasedId extends Model {
      override id: any = undefined;
    }
    new ErasedId();
    expect(said).toEqual([]);
    new ErasedId({ id: 7 });
    new ErasedId({ id: 8 });
    expect(said).toEqual([mend]);
    expect(said[0]).toContain('backbone.ws: ErasedId: the class field "id" has erased the id.');
  });

  it('is told of once if it is idAttribute', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class LateIdAttribute extends Model {
      override idAttribute = 'symbol';
    }
    new LateIdAttribute();
    new LateIdAttribute({ price: 7 });
    expect(said).toEqual([]);
    new LateIdAttribute({ symbol: 'A' });
    new LateIdAttribute({ symbol: 'B' });
    expect(said).toEqual([
      expect.stringContaining('LateIdAttribute: the class field "idAttribute" came after Backbone'),
    ]);
    expect(said[0]).toEqual(mend);
  });

  it('is told of once if it is defaults, an object or a function', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class LateDefaults extends Model {
      override defaults: any = { price: 0, symbol: '' };
    }
    @wsResource(ws)
    class LateDefaultsFunction extends Model {
      override defaults: any = () => ({ price: 0 });
    }
    new LateDefaults({ symbol: 'A' });
    new LateDefaults();
    new LateDefaultsFunction();
    new LateDefaultsFunction();
    expect(said).toEqual([mend, mend]);
    expect(said[0]).toContain('LateDefaults: the class field "defaults" came after Backbone had read it');
    expect(said[1]).toContain('LateDefaultsFunction: the class field "defaults"');
  });

  it('is told of in a subclass that is decorated, by its name', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class Sound extends Model {}
    @wsResource(ws)
    class UnsoundLeaf extends Sound {
      override id: any = undefined;
    }
    new Sound({ id: 1 });
    new UnsoundLeaf({ id: 1 });
    expect(said).toEqual([expect.stringContaining('UnsoundLeaf: the class field "id"')]);
  });

  it('is told of with the binding left to be done by hand, too', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws, { bind: 'manual' })
    class UnboundId extends Model {
      override id: any = undefined;
    }
    new UnboundId({ id: 1 });
    expect(said).toHaveLength(1);
  });

  it('is told of by the name of the class that was made', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class UnsoundBase extends Model {
      override id: any = undefined;
    }
    class MadeLeaf extends UnsoundBase {}
    new MadeLeaf({ id: 1 });
    expect(said).toEqual([expect.stringContaining('MadeLeaf: the class field "id"')]);
  });

  it('leaves the instance bound and made all the same', () => {
    const { ws } = connect();
    warnings();
    @wsResource(ws)
    class StillMade extends Model {
      override id: any = undefined;
    }
    const made = new StillMade({ id: 1 });
    expect(ws.resources).toEqual([made]);
  });
});

describe('nothing is said of', () => {
  it('what preinitialize sets', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class Preinitialized extends Model {
      override preinitialize(): void {
        this.idAttribute = 'symbol';
        this.defaults = { price: 0, unit: 'EUR' } as any;
      }
    }
    new Preinitialized();
    const quote = new Preinitialized({ symbol: 'A' });
    expect([quote.id, quote.get('unit'), said]).toEqual(['A', 'EUR', []]);
  });

  it('getters, methods and the prototype', () => {
    const { ws } = connect();
    const said = warnings();
    const Untyped: new (attributes: object) => Resource = Model;
    @wsResource(ws)
    class Getters extends Untyped {
      get idAttribute() {
        return 'symbol';
      }
      defaults() {
        return { price: 0 };
      }
    }
    new Getters({ symbol: 'A' });
    expect(said).toEqual([]);
  });

  it('fields that are only declared', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class Declared extends Model {
      declare id: string;
      declare price: number;
    }
    expect([new Declared({ id: 'A' }).id, said]).toEqual(['A', []]);
  });

  it('other fields, nor fields that change nothing', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class Harmless extends Model {
      unit = 'EUR';
      override idAttribute = 'id';
      override defaults: any = undefined;
    }
    @wsResource(ws)
    class AllGiven extends Model {
      override defaults: any = { price: 0 };
    }
    new Harmless({ id: 1 });
    new AllGiven({ price: undefined });
    expect(said).toEqual([]);
  });

  it('an id that is set by hand, or a default that initialize takes away', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class ByHand extends Model {
      override defaults(): any {
        return { draft: true };
      }
      override initialize(): void {
        this.id = 'by hand';
        this.unset('draft');
      }
    }
    const made = new ByHand();
    expect([made.id, made.attributes, said]).toEqual(['by hand', {}, []]);
  });

  it('collections and views', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class SomeModels extends Backbone.Collection {
      id: any = undefined;
      defaults = { price: 0 };
    }
    @wsResource(ws)
    class SomeView extends BareView {
      override id: any = undefined;
      defaults = { price: 0 };
    }
    new SomeModels([{ id: 1 }]);
    new SomeView({ id: 'x' } as any);
    expect(said).toEqual([]);
  });

  it('classes that are decorated in production', () => {
    const { ws } = connect();
    const said = warnings();
    vi.stubEnv('NODE_ENV', 'production');
    @wsResource(ws)
    class InProduction extends Model {
      override id: any = undefined;
      override defaults: any = { price: 0 };
    }
    new InProduction({ id: 1 });
    expect(said).toEqual([]);
    vi.stubEnv('NODE_ENV', 'development');
    new InProduction({ id: 1 });
    expect(said).toEqual([]);
  });

  it('classes on a page where there is no process', () => {
    const { ws } = connect();
    const said = warnings();
    vi.stubGlobal('process', undefined);
    try {
      @wsResource(ws)
      class WithoutProcess extends Model {
        override id: any = undefined;
      }
      new WithoutProcess({ id: 1 });
    } finally {
      vi.unstubAllGlobals();
    }
    expect(said).toEqual([]);
  });
});
