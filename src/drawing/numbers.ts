// Numbers as people read them: fixed digits, thousands separators, a true minus sign.

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** "1,234.50"; negative numbers with U+2212; "-" glyphs for what is no number ("–"). Never prints a negative zero. */
export function formatNumber(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const [whole = "0", fraction] = Math.abs(value).toFixed(digits).split(".");
  const text = fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** A number with as many digits as it needs, at most `significant`: "0.003", "1,500", "2.5e-7". */
export function formatCompact(value: number, significant = 3): string {
  if (!Number.isFinite(value) || value === 0) return formatNumber(value, 0);
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < -4)
    return value
      .toExponential(significant - 1)
      .replace(/\.?0+e/, "e")
      .replace(/-/g, "−");
  const digits = Math.max(0, significant - 1 - magnitude);
  const text = formatNumber(value, Math.min(digits, 20));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** "[0.85, 1.02]", or an empty string where there is no interval. */
export function formatInterval(low: number | null, high: number | null, digits: number): string {
  if (low === null || high === null) return "";
  return `[${formatNumber(low, digits)}, ${formatNumber(high, digits)}]`;
}
