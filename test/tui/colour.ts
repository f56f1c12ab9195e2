/** Red, green and blue from 0 to 255, as a screen has them. */
export type Rgb = readonly [number, number, number]

const linear = (value: number) => (value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
const screenValue = (light: number) =>
  255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * Math.min(1, light) ** (1 / 2.4) - 0.055)

/** How far text stands out, from 1 to 21, as WCAG 2 reckons it. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (bright + 0.05) / (dark + 0.05)
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

/** What an eye without the cones for green sees (deuteranopia), after Viénot, Brettel and Mollon, 1999. */
export const seenWithoutGreen = (rgb: Rgb): Rgb => seen(rgb, [0.29275, 0.70725, -0.02234])
/** The same without those for red (protanopia). */
export const seenWithoutRed = (rgb: Rgb): Rgb => seen(rgb, [0.11238, 0.88762, 0.00401])

function seen([r, g, b]: Rgb, [red, green, rest]: Rgb): Rgb {
  const yellow = red * linear(r) + green * linear(g)
  const blue = rest * linear(r) - rest * linear(g) + linear(b)
  return [screenValue(yellow), screenValue(yellow), screenValue(Math.max(0, blue))]
}

/** How different two colours look, as CIE 1976 reckons it; 2 can just be told apart. */
export function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [lab(a), lab(b)]
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
}

function lab([r, g, b]: Rgb): Rgb {
  const [red, green, blue] = [linear(r), linear(g), linear(b)]
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue)
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
