// The parts of two CommonJS modules without types that pictures rest on; everything hangs on their default exports.
declare module "omggif" {
  interface Frame {
    /** Hundredths of a second. */
    readonly delay?: number;
    /** 1 leaves the frame in place. */
    readonly disposal?: number;
    readonly transparent?: number | null;
  }
  const omggif: {
    readonly GifWriter: new (
      buffer: Uint8Array,
      width: number,
      height: number,
      options: { readonly loop?: number; readonly palette?: readonly number[] },
    ) => {
      addFrame(
        x: number,
        y: number,
        width: number,
        height: number,
        indices: Uint8Array,
        options: Frame,
      ): number;
      /** Bytes written. */
      end(): number;
    };
  };
  export default omggif;
}

declare module "oled-font-5x7" {
  /** Five columns per character, the lowest bit of each on top, in the order of `lookup`. */
  const font: { readonly fontData: readonly number[]; readonly lookup: readonly string[] };
  export default font;
}
