/* What is measured on a page: each measure gives the list of what is wrong. */
window.measure = (() => {
  const all = selector => [...document.body.querySelectorAll(selector)].filter(e => e.getClientRects().length);
  const name = e => `<${e.localName} ${e.id || e.className}> ${e.textContent.trim().slice(0, 40)}`;

  /* What was asked once is known: a page has a thousand elements and ten colours. */
  const once = ask => {
    const known = new Map();
    return what => known.get(what) ?? known.set(what, ask(what)).get(what);
  };
  const rgba = once(text => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return parts.length < 4 ? [...parts, 1] : parts;
  });
  const channel = value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = once(([red, green, blue]) =>
    0.2126 * channel(red / 255) + 0.7152 * channel(green / 255) + 0.0722 * channel(blue / 255));
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const white = [255, 255, 255, 1];
  const stands = (colour, behind, least) => rgba(colour)[3] === 1 && ratio(rgba(colour), behind) >= least;
  const hasWords = e => [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const saysMore = style => /[^\s"]/.test(style.content.replace(/^(none|normal)$/, ""));

  function faint() {
    /* The first ground behind an element that nothing shines through. */
    const ground = once(e => {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      return colour[3] === 1 ? colour : e.parentElement ? ground(e.parentElement) : white;
    });
    const seen = all("*");
    const words = seen.filter(e => hasWords(e) || e.matches("input, select, textarea"))
      .filter(e => !stands(getComputedStyle(e).color, ground(e), 7)).map(name);
    const added = ["::before", "::after"].flatMap(part => seen
      .filter(e => saysMore(getComputedStyle(e, part)) && !stands(getComputedStyle(e, part).color, ground(e), 7))
      .map(e => `${name(e)} ${part}`));
    const borders = all("input, select, textarea, button, .ok")
      .filter(e => !stands(getComputedStyle(e).borderTopColor, ground(e.parentElement), 3))
      .map(e => `${name(e)} border`);
    return [...words, ...added, ...borders];
  }

  /* A link within a sentence may be as high as its line (WCAG 2.5.5). */
  const inSentence = e =>
    getComputedStyle(e).display === "inline" && e.parentElement.textContent.trim() !== e.textContent.trim();

  /* A box and its words are one target. */
  const target = e => (e.matches("[type=checkbox], [type=radio]") && e.closest("label")) || e;

  function small() {
    return all("a, button, select, input, textarea").filter(e => !inSentence(e))
      .map(e => [e, target(e).getBoundingClientRect()])
      .filter(([, box]) => box.width < 43.99 || box.height < 43.99)
      .map(([e, box]) => `${name(e)} ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }

  function outside() {
    const room = document.documentElement.clientWidth, width = document.documentElement.scrollWidth;
    const isHere = e => e.getBoundingClientRect().right > 0; // not put aside, as the names of columns are
    const leaves = e => {
      const box = e.getBoundingClientRect();
      return box.right > room + 0.5 || box.left < -0.5;
    };
    const overflows = e => e.scrollWidth > e.clientWidth + 1 && !e.matches("input, select, textarea, svg");
    const isBox = e => getComputedStyle(e).display !== "inline" && getComputedStyle(e).position !== "absolute";
    const sideways = width > room ? [`the page scrolls sideways: ${width}`] : [];
    return [...sideways, ...all("*").filter(isHere).filter(e => leaves(e) || (isBox(e) && overflows(e))).map(name)];
  }

  /* The spacing of WCAG 1.4.12, or none of it. */
  function space(wanted) {
    const style = document.body.style;
    style.lineHeight = wanted ? "1.5" : "";
    style.letterSpacing = wanted ? ".12em" : "";
    style.wordSpacing = wanted ? ".16em" : "";
  }

  return { faint, small, outside, space };
})();
