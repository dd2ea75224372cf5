// The part of jstat that statistics here rest on; it is a CommonJS module, so everything hangs on the default export.
declare module "jstat" {
  const jstat: {
    readonly jStat: { readonly studentt: { inv(probability: number, degreesOfFreedom: number): number } };
  };
  export default jstat;
}
