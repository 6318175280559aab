(() => {
  const seen = document.currentScript.dataset.version;
  const news = new EventSource("/.incident/events?seen=" + seen);
  news.onmessage = () => {
    news.close();
    location.reload();
  };
})();
