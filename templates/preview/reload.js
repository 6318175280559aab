(() => {
  const seen = document.currentScript.dataset.version;
  let news;
  // Browsers hold few connections to one host: only a page that is looked at listens.
  const listen = () => {
    news?.close();
    if (document.hidden) return;
    news = new EventSource("/.incident/events?seen=" + seen);
    news.onmessage = () => {
      news.close();
      location.reload();
    };
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
