/** Where the pointer is on the stage of this event, in pixels from its middle. */
export function pointOnStage(event: MouseEvent): { x: number; y: number } {
  const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
}

/** Tells how far the pointer is dragged, step by step, from its press until it is let go. */
export function followDrag(event: PointerEvent, moved: (x: number, y: number) => void): void {
  const stage = event.currentTarget as HTMLElement;
  stage.setPointerCapture(event.pointerId);
  let [x, y] = [event.clientX, event.clientY];
  const move = ({ clientX, clientY }: PointerEvent): void => {
    moved(clientX - x, clientY - y);
    [x, y] = [clientX, clientY];
  };
  const end = (): void => {
    stage.removeEventListener('pointermove', move);
    stage.removeEventListener('lostpointercapture', end);
  };
  stage.addEventListener('pointermove', move);
  stage.addEventListener('lostpointercapture', end);
}
