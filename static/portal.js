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

/* A form with files goes with a bar that says how far it is. Old browsers, and forms without a file, do as ever. */
(function () {
  var pressed, bar, able = window.FormData && "responseURL" in XMLHttpRequest.prototype;

  function put(place, kind, words) { // one box of a kind behind a place, or none
    var box = place.nextElementSibling;
    if (box && box.className === kind) { box.remove(); }
    if (!words) { return; }
    box = document.createElement("div");
    box.className = kind;
    place.parentNode.insertBefore(box, place.nextSibling);
    box.innerHTML = "<p role=alert></p>";
    box.firstChild.textContent = words;
    return box;
  }

  function show(answer) { // the page that came back, in the place of this one
    var page = new DOMParser().parseFromString(answer.responseText, "text/html");
    document.title = page.title;
    document.documentElement.replaceChild(document.adoptNode(page.body), document.body);
    history.replaceState(history.state, "", answer.responseURL);
    if (window.htmx) { htmx.process(document.body); }
    (document.querySelector(".problems") || document.querySelector("h1")).focus();
  }

  function tell(done) { // what is heard is said at each quarter alone
    var words = done < 100 ? "Envoi\u00a0: " + done + "\u00a0%" : "Envoi terminé, les pièces sont vérifiées…";
    bar.firstChild.value = done;
    bar.children[1].textContent = words;
    if (bar.heard !== (bar.heard = Math.floor(done / 25))) { bar.lastChild.textContent = words; }
  }

  function send(form, button) {
    var request = new XMLHttpRequest(), data = new FormData(form), place = button.closest(".import, p");
    data.append(button.name, button.value);
    put(place, "error");
    bar = put(place, "sending", "…");
    bar.innerHTML = "<progress max=100 aria-label=Envoi></progress> <span></span><p class=skip role=status></p>";
    tell(0);
    request.open("POST", form.getAttribute("action"));
    request.upload.onprogress = function (event) { tell(Math.floor(100 * event.loaded / event.total)); };
    request.onloadend = function () {
      bar = bar.remove();
      if (!document.contains(form)) { return; } // one has gone elsewhere meanwhile: it is saved all the same
      if (request.status === 200) { return location.assign(request.responseURL); }
      if (request.status) { return show(request); }
      put(place, "error", "L’envoi est interrompu, votre saisie est encore là. Vérifiez la connexion, puis appuyez de nouveau.");
    };
    request.send(data);
  }

  document.addEventListener("click", function (event) { pressed = event.target.closest("[data-limit] button"); });
  document.addEventListener("submit", function (event) {
    var form = event.target, fields = form.querySelectorAll("[type=file]");
    if (!able || !pressed || pressed.form !== form) { return; }
    if (bar || [].some.call(fields, function (field) { return field.files.length; })) { event.preventDefault(); }
    if (!bar && event.defaultPrevented) { send(form, pressed); }
  });
  document.addEventListener("change", function (event) {
    var field = event.target, limit = field.form && field.form.getAttribute("data-limit");
    if (!able || !limit || !field.files) { return; }
    put(field.closest(".import"), "error", [].map.call(field.files, function (file) {
      return file.size > limit ? "«\u00a0" + file.name + "\u00a0» dépasse " + limit / 1e6 + "\u00a0Mo et sera refusé." : "";
    }).join(" ").trim());
  });
})();
