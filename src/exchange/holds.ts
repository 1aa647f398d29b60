/** Puts an end off until nothing is under way any more. */
export function createHolds(end: () => void) {
  let count = 0;
  let isDue = false;
  const check = (): void => {
    if (count > 0 || !isDue) return;
    isDue = false;
    end();
  };
  return {
    /** Puts the end off until the answer is called. */
    hold(): () => void {
      count++;
      return () => {
        count--;
        check();
      };
    },
    /** Ends, or will end. */
    due(): void {
      isDue = true;
      check();
    },
    cancel(): void {
      isDue = false;
    },
  };
}
