const INITIAL_BYTES = 512 * 1024

/** Bytes that are being written, and grow as they need to. Whoever writes to `bytes` reserves first and moves `at`. */
export class Sink {
  bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES)
  at = 0

  /** Makes room for so many bytes more. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.at + count))
    larger.set(this.bytes.subarray(0, this.at))
    this.bytes = larger
  }

  put(printed: Uint8Array): void {
    const { length } = printed
    this.reserve(length)
    const { bytes, at } = this
    // Most of what is put is short, where a loop is several times as fast as a native call.
    if (length > 64) bytes.set(printed, at)
    else for (let i = 0; i < length; i++) bytes[at + i] = printed[i]!
    this.at = at + length
  }

  text(text: string): void {
    this.reserve(3 * text.length)
    this.at += this.bytes.write(text, this.at)
  }

  /** As JavaScript writes it. */
  number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value <= 0xffffffff) this.#digits(value)
    else this.text(String(value))
  }

  #digits(value: number): void {
    this.reserve(10)
    let digits = 1
    for (let power = 10; value >= power; power *= 10) digits++
    const { bytes, at } = this
    let rest = value
    for (let i = digits - 1; i >= 0; i--) {
      const tenth = Math.floor(rest / 10)
      bytes[at + i] = DIGIT_0 + rest - 10 * tenth
      rest = tenth
    }
    this.at = at + digits
  }

  /** A copy of what was written, in a buffer of its own; it begins anew. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.bytes.subarray(0, this.at))
    this.at = 0
    return taken
  }
}

const DIGIT_0 = 0x30
