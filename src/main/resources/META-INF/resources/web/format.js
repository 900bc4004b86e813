const COUNT = new Intl.NumberFormat("en");
const CLOCK = new Intl.DateTimeFormat("en-GB", {timeStyle: "medium"});
const DATE_AND_CLOCK = new Intl.DateTimeFormat("en-GB", {dateStyle: "medium", timeStyle: "medium"});

export const count = number => COUNT.format(number);

/** "1 item", "2 items". */
export const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

export const percent = fraction => `${(Math.floor(fraction * 1000) / 10).toFixed(1)} %`;

/** Items a second, or a minute when they are few. */
export function rate(perSecond) {
  if (perSecond > 0 && perSecond < 0.095) {
    return `${(perSecond * 60).toFixed(1)}/min`;
  }
  return `${perSecond > 0 && perSecond < 99.95 ? perSecond.toFixed(1) : count(Math.round(perSecond))}/s`;
}

const padded = number => String(number).padStart(2, "0");

/** Seconds, for people: the two largest units. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return "–";
  }
  if (seconds < 9.95) {
    return `${Math.max(0, seconds).toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${padded(whole % 60)} s`;
  }
  if (whole < 86_400) {
    return `${Math.floor(whole / 3600)} h ${padded(Math.floor(whole / 60) % 60)} min`;
  }
  return `${Math.floor(whole / 86_400)} d ${Math.floor(whole / 3600) % 24} h`;
}

/** Seconds between two events: also very short ones. */
export const span = seconds => seconds < 0.9995 ? `${Math.max(0, Math.round(seconds * 1000))} ms` : duration(seconds);

/** A moment in Unix seconds: the time of day, with the date when it is not today's. */
export function moment(seconds) {
  const then = new Date(seconds * 1000);
  return (then.toDateString() === new Date().toDateString() ? CLOCK : DATE_AND_CLOCK).format(then);
}

/** io.antflow.demo.BadRecordException → BadRecordException. */
export const shortType = type => type.slice(type.lastIndexOf(".") + 1);
