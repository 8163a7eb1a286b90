/** Each feature brings the part of the desk's contract that it implements. */
export const deskRouter = {};
