/* Double click on a row follows the row’s own link, or the one marked for it. */
document.addEventListener("dblclick", function (event) {
  var row = event.target.closest("tbody tr");
  var link = row && (row.querySelector("a[data-opens]") || row.querySelector("th a"));
  if (link && !event.target.closest("a")) { link.click(); }
});

/* A region that cannot be fetched: the browser follows the link itself, and says what is wrong. */
document.addEventListener("htmx:error", function (event) {
  var link = event.target.closest && event.target.closest("a[href]");
  if (link) { location.assign(link.href); }
});

/* Back and Forward: the focus is on the link that led away from that page, or else on its heading. */
var returning = false;
document.addEventListener("htmx:before:history:update", function (event) {
  history.replaceState({ htmx: true, link: event.detail.sourceElement.id }, "");
});
document.addEventListener("htmx:before:history:restore", function () { returning = true; });
document.addEventListener("htmx:finally:swap", function () {
  var place = returning && (document.getElementById((history.state || {}).link) || document.querySelector("h1"));
  returning = false;
  if (place) { place.focus(); }
});
