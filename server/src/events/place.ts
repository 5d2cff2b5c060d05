/** Where something stands in the log of events. */
export interface Place {
  epoch: string;
  position: number;
}
