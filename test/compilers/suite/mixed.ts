/** A class and one below it: the base may be made by one compiler, and the leaf by another. */
import Backbone from 'backbone';
import { createDecorators, type WS } from 'backbone.ws';
import type { Messages } from './connection.js';

const { wsResource, onMessage } = createDecorators<Messages>();

export type BaseClass = new () => Backbone.Model & { take(): void; moved(): void };

export interface Settings {
  readonly ws: WS<Messages>;
  readonly say: (what: string) => void;
  /** Whether the class itself is decorated, beside its members. */
  readonly isDecorated: boolean;
}

const decoratorOf = ({ isDecorated, ws }: Settings): any => (isDecorated ? wsResource(ws) : () => {});

export function makeBase(settings: Settings): BaseClass {
  const decorate = decoratorOf(settings);
  const { say } = settings;
  @decorate
  class Base extends Backbone.Model {
    count = 1;
    @onMessage('quote') take(): void {
      say(`Base.take ${this.count++}`);
    }
    @onMessage('quote') moved(): void {
      say('Base.moved');
    }
    @onMessage('reset') field = (): void => say(`Base.field ${this.count}`);
  }
  return Base;
}

export function makeLeaf(Base: BaseClass, settings: Settings): BaseClass {
  const decorate = decoratorOf(settings);
  const { say } = settings;
  @decorate
  class Leaf extends Base {
    late = 'late';
    override take(): void {
      super.take();
      say(`Leaf.take ${this.late}`);
    }
    @onMessage('chat') override moved(): void {
      say('Leaf.moved');
    }
    @onMessage('quote')
    @onMessage('chat')
    more(): void {
      say(`Leaf.more ${this.late}`);
    }
  }
  return Leaf;
}
