import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import type { CloseEventLike, InvalidInfo, MessageMeta, OpenInfo } from '../../../src/index.js';
import { type Feed, onAnyMessage, onClose, onError, onInvalid, onNoRetries, onOpen } from './feed.js';

const { Model } = Backbone;

describe('a handler of the connection', () => {
  it('takes what its event brings', () => {
    class Handlers extends Model {
      @onOpen() opened(_info: OpenInfo): void {}
      @onOpen() reopened({ reopened }: { reopened: boolean }): boolean {
        return reopened;
      }
      @onClose() closed(_event: CloseEventLike): void {}
      @onClose() code({ code }: { code: number }): number {
        return code;
      }
      @onError() failed(_error: unknown, _isOpen: boolean): void {}
      @onError() error(_error: Error): void {}
      @onNoRetries() ended(_event: CloseEventLike): void {}
      @onInvalid() invalid(_info: InvalidInfo): void {}
      @onOpen() @onClose() @onError() @onNoRetries() @onInvalid() nothing(): void {}
      @onOpen() field = (_info: OpenInfo): void => {};
    }
    expectTypeOf<Handlers['opened']>().parameter(0).toEqualTypeOf<OpenInfo>();
  });

  it('is not one that takes something else', () => {
    class Handlers extends Model {
      // @ts-expect-error open brings no close event
      @onOpen() opened(_event: CloseEventLike): void {}
      // @ts-expect-error open brings one thing
      @onOpen() openedTwice(_info: OpenInfo, _more: number): void {}
      // @ts-expect-error a close event comes, not its code
      @onClose() closed(_code: number): void {}
      // @ts-expect-error the second argument says whether the connection is open
      @onError() failed(_error: unknown, _code: number): void {}
      // @ts-expect-error a close event comes, not a count
      @onNoRetries() ended(_attempts: number): void {}
      // @ts-expect-error what is wrong comes, not the frame
      @onInvalid() invalid(_frame: string): void {}
      // @ts-expect-error it belongs to no instance
      @onOpen() static opened(): void {}
      // @ts-expect-error a number cannot be called
      @onClose() number = 7;
      // @ts-expect-error it would be read and not called
      @onClose() get got(): number {
        return 7;
      }
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });

  it('has its decorator called', () => {
    class Handlers extends Model {
      // @ts-expect-error the parentheses are missing
      @onOpen opened(): void {}
      // @ts-expect-error the parentheses are missing
      @onClose closed(): void {}
      // @ts-expect-error the parentheses are missing
      @onError failed(): void {}
      // @ts-expect-error the parentheses are missing
      @onNoRetries ended(): void {}
      // @ts-expect-error the parentheses are missing
      @onInvalid invalid = (): void => {};
      // @ts-expect-error the parentheses are missing
      @onAnyMessage any(): void {}
      // @ts-expect-error there are no options
      @onOpen({ match: 'symbol' }) options(): void {}
      // @ts-expect-error there are no options
      @onAnyMessage({ match: 'symbol' }) anyOptions(): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });
});

describe('a handler of every message', () => {
  type Payload = Feed['incoming'][keyof Feed['incoming']];
  type Type = keyof Feed['incoming'];

  it('takes all payloads, their types and where they came from', () => {
    class Handlers extends Model {
      @onAnyMessage() typed(_data: Payload, _type: Type | undefined, _meta: MessageMeta): void {}
      @onAnyMessage() untyped(_data: unknown, _type: string | undefined): void {}
      @onAnyMessage() nothing(): void {}
      @onAnyMessage() rest(..._args: unknown[]): void {}
      @onAnyMessage() protected inside(_data: unknown): void {}
    }
    expectTypeOf<Handlers['typed']>().parameter(0).toEqualTypeOf<Payload>();
  });

  it('is not one that takes some of them', () => {
    class Handlers extends Model {
      // @ts-expect-error halted has no price
      @onAnyMessage() some(_data: { price: number }): void {}
      // @ts-expect-error a message may have no type
      @onAnyMessage() always(_data: unknown, _type: string): void {}
      // @ts-expect-error the second argument is the type
      @onAnyMessage() meta(_data: unknown, _meta: MessageMeta): void {}
      // @ts-expect-error three arguments come
      @onAnyMessage() four(_data: unknown, _type: string | undefined, _meta: MessageMeta, _more: 1): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });
});
