module.exports = {
  title: "Test",
  url: "https://blog.example.org",
  baseUrl: "/",
  onBrokenLinks: "throw",
  plugins: [
    [
      "@docusaurus/plugin-content-blog",
      { routeBasePath: "/", onUntruncatedBlogPosts: "throw", onInlineAuthors: "ignore" },
    ],
  ],
  themes: ["@docusaurus/theme-classic"],
};
