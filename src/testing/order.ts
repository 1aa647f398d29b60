/** Does things one after the other: at once, unless one before it is still at it. A promise says that it is. */
export function createOrder(): (act: () => void | Promise<void>) => void {
  let last: Promise<void> | undefined;
  return (act) => {
    const work = last ? last.then(act) : act();
    if (!work) return;
    const mine = work.finally(() => {
      if (last === mine) last = undefined;
    });
    last = mine;
  };
}
