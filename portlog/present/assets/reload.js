// The page of a site that is looked at while it is written: it comes anew when the site has changed.
{
  const events = new EventSource("/-/changes");
  let known;
  events.addEventListener("message", ({ data }) => {
    if (known !== undefined && known !== data) location.reload();
    known = data;
  });
}
