// The part of jstat that statistics here rest on; it is a CommonJS module, so everything hangs on the default export.
declare module "jstat" {
  const jstat: {
    readonly jStat: {
      readonly studentt: { inv(probability: number, degreesOfFreedom: number): number };
      readonly normal: {
        cdf(value: number, mean: number, deviation: number): number;
        inv(probability: number, mean: number, deviation: number): number;
      };
      readonly beta: { inv(probability: number, alpha: number, beta: number): number };
    };
  };
  export default jstat;
}
