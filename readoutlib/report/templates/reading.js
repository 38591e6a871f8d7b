// The way back to the number that this reading was opened from; the address names it, and it may be
// a page of this report only.
const from = new URLSearchParams(location.search).get("from") || "";
if (/^\w+\.html(#.*)?$/s.test(from)) {
  const back = document.getElementById("back");
  back.firstElementChild.href = "../" + from;
  back.hidden = false;
}
