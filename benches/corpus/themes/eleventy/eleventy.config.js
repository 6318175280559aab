module.exports = function (config) {
  const markdown = require("markdown-it")({ html: true });
  config.addFilter("inline", (text) => markdown.renderInline(text));
  config.setQuietMode(true);
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
};
