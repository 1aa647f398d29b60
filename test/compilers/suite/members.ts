import assert from 'node:assert/strict';
import Backbone from 'backbone';
import {
  calls,
  onAnyMessage,
  onClose,
  onError,
  onInvalid,
  onMessage,
  onNoRetries,
  onOpen,
  type Quote,
  quote,
  told,
  ws,
  wsResource,
} from './connection.js';
import type { Checks } from './report.js';

@wsResource(ws)
class Methods extends Backbone.Model {
  @onMessage('quote')
  @onMessage('reset')
  @onAnyMessage()
  stacked(): void {
    calls.push('stacked');
  }
  @onMessage('quote') protected guarded(): void {
    calls.push('guarded');
  }
  // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
  @onMessage('quote') private hidden(): void {
    calls.push('hidden');
  }
  @onMessage('chat') async later(): Promise<void> {
    await null;
    calls.push('later');
  }
}

@wsResource(ws)
class Fields extends Backbone.Model {
  count = 1;
  @onMessage('quote') arrow = (quote: Quote): void => {
    calls.push(`arrow ${quote.price} ${this.count}`);
  };
  @onMessage('quote') plain = function (this: Fields): void {
    calls.push(`plain ${this.count}`);
  };
  @onMessage('quote') protected readonly guarded = (): void => {
    calls.push('guarded');
  };
}

class OtherField extends Fields {
  override arrow = (): void => {
    calls.push(`other arrow ${this.count}`);
  };
  @onMessage('reset') override plain = (): void => {
    calls.push('other plain');
  };
}

@wsResource(ws)
class Events extends Backbone.Model {
  @onOpen() open({ reopened }: { reopened: boolean }): void {
    calls.push(`open ${reopened}`);
  }
  @onClose() @onNoRetries() end(): void {
    calls.push('end');
  }
  @onError() error(): void {
    calls.push('error');
  }
  @onInvalid() invalid(): void {
    calls.push('invalid');
  }
  @onAnyMessage() any(_data: unknown, type: string | undefined): void {
    calls.push(`any ${type}`);
  }
}

const decorate: any = onMessage('quote');
const notCalled: any = onOpen;

/** Classes that cannot be: what is wrong with them is told when they are made. */
const refused: { [what: string]: () => object } = {
  'static method wrong': () => {
    class Refused extends Backbone.Model {
      @decorate static wrong(): void {}
    }
    return Refused;
  },
  'static (field|method) wrong': () => {
    class Refused extends Backbone.Model {
      @decorate static wrong = (): void => {};
    }
    return Refused;
  },
  '(getter|accessor) wrong': () => {
    class Refused extends Backbone.Model {
      @decorate get wrong(): string {
        return '';
      }
    }
    return Refused;
  },
  '(setter|accessor) wrong': () => {
    class Refused extends Backbone.Model {
      @decorate set wrong(_value: string) {}
    }
    return Refused;
  },
  'expected a method, got the class': () => {
    @decorate
    class Refused extends Backbone.Model {}
    return Refused;
  },
  'Write @onOpen()': () => {
    class Refused extends Backbone.Model {
      @notCalled wrong(): void {}
    }
    return Refused;
  },
};

export const checks: Checks = {
  'takes stacked decorators, protected and private methods': () => {
    new Methods();
    assert.deepEqual(told('quote', quote), ['stacked', 'guarded', 'hidden', 'stacked']);
    assert.deepEqual(told('reset', null), ['stacked', 'stacked']);
  },
  'takes async methods': async () => {
    new Methods();
    assert.deepEqual(told('chat', {}), ['stacked']);
    await new Promise(setImmediate);
    assert.deepEqual(calls, ['later']);
  },
  'takes fields that hold functions': () => {
    new Fields();
    assert.deepEqual(told('quote', quote), ['arrow 1 1', 'plain 1', 'guarded']);
  },
  'lets a field override a field, decorated or not': () => {
    new OtherField();
    assert.deepEqual(told('quote', quote), ['other arrow 1', 'guarded']);
    assert.deepEqual(told('reset', null), ['other plain']);
  },
  'looks a member up when the message comes': () => {
    const [one] = [new Methods(), new Methods()];
    one.stacked = () => calls.push('replaced');
    assert.deepEqual(told('reset', null), ['replaced', 'stacked', 'replaced', 'stacked']);
  },
  'takes every event of the connection': async () => {
    new Events();
    await null;
    assert.deepEqual(calls, ['open false']);
    calls.length = 0;
    for (const event of ['close', 'noretries', 'invalid'] as const) (ws.trigger as any)(`ws:${event}`, {});
    assert.deepEqual(calls, ['end', 'end', 'invalid']);
    assert.deepEqual(told('reset', null), ['any reset']);
  },
  'refuses what it cannot decorate when the class is made, with the cause and the mend': () => {
    for (const [what, make] of Object.entries(refused)) {
      const message = new RegExp(what.replace('()', '\\(\\)'));
      assert.throws(make, { code: 'bad-decorator', message });
      if (!what.startsWith('Write')) assert.throws(make, /Decorate a method, or a field that holds a function\./);
    }
  },
};
