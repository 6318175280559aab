use proptest::prelude::*;

use super::{directives, hugo, liquid, zola};

fn assert_each(inert: fn(&str) -> String, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(inert(text), *expected, "{text}");
    }
}

#[test]
fn liquid_prints_what_the_author_wrote() {
    assert_each(
        liquid,
        &[
            ("plain { } %\n", "plain { } %\n"),
            ("a {{ b }}\nc", "{% raw %}a {{ b }}{% endraw %}\nc"),
            ("{% endraw %}{{ b }}", "{{ \"{\" }}% endraw %}{{ \"{\" }}{ b }}"),
            ("{{{% endraw", "{{ \"{\" }}{{ \"{\" }}{{ \"{\" }}% endraw"),
            ("{%\nendraw %}", "{% raw %}{%{% endraw %}\nendraw %}"),
            ("![a](\u{fdd0}/a)", "![a]({{ site.baseurl }}/a)"),
            ("\u{fdd0}{{", "{% raw %}{% endraw %}{{ site.baseurl }}{% raw %}{{{% endraw %}"),
        ],
    );
}

#[test]
fn hugo_finds_no_shortcode() {
    assert_each(
        hugo,
        &[
            ("a {{ b }} `{{ c }}`", "a &#123;{ b }} `{{ c }}`"),
            ("{{% a %}} `{{< b >}}`", "&#123;{% a %}} `{{</* b */>}}`"),
            ("{{{< \\{{< \\\\{{<", "&#123;&#123;{< \\{&#123;< \\\\&#123;{<"),
            ("`{{{< a >}}`", "`{{{</* a */>}}`"),
            ("`{{% a %}} {{< b >}}`", "`{{%/* a */%}} {{</* b */>}}`"),
            ("```\n{{< a\nb >}}\n```\n", "```\n{{</* a\nb */>}}\n```\n"),
            ("`{{</* a */>}}`", "`{{</*/* a */*/>}}`"),
            ("`{{< a %}}`", "`{ {< a %}}`"),
            ("{{<https://a.example/{{%>", "&#123;{<https://a.example/%7B%7B%>"),
        ],
    );
}

#[test]
fn zola_finds_no_shortcode() {
    assert_each(
        zola,
        &[
            ("a {{ b() }} {% c() %}", "a &#123;{ b() }} &#123;% c() %}"),
            ("`{{ b }} {% c %} {{1}}`", "`{{ b }} {% c %} {{1}}`"),
            ("`{{ b() }}`", "`{{/* b() */}}`"),
            ("`{{ b(x=\"1\", y=true, z=12) }}`", "`{{/* b(x=\"1\", y=true, z=12) */}}`"),
            ("`{{ b(x=[1]) }}`", "`{ { b(x=[1]) }}`"),
            ("`{{ b(`", "`{ { b(`"),
            ("`{% c() %} {% end %}`", "`{ % c() %} { % end %}`"),
            ("{{{% \\{% a() %}", "&#123;&#123;&#123;% \\{&#37; a() %}"),
            ("`{{{ b() }}`", "`{{{/* b() */}}`"),
            ("`{{% b() %}`", "`{{ % b() %}`"),
            ("`{{/* b() */}}`", "`{ {/* b() */}}`"),
            ("`{{ a::b() }}`", "`{ { a::b() }}`"),
        ],
    );
}

#[test]
fn docusaurus_finds_no_directive() {
    assert_each(
        directives,
        &[
            (":::note\nx\n:::\n", "\\:\\:\\:note\nx\n\\:\\::\n"),
            ("at 10:30: done, a:b[c]", "at 10:30: done, a\\:b[c]"),
            (
                "`a:b` [x](https://a.example) <mailto:a@b.example>",
                "`a:b` [x](https://a.example) <mailto:a@b.example>",
            ),
            ("[x]\n\n[x]:https://a.example\n", "[x]\n\n[x]:https://a.example\n"),
            ("a\\:b", "a\\:b"),
        ],
    );
}

proptest! {
    /// Whatever comes together: no shortcode is left outside the signs that make it a comment.
    #[test]
    fn no_shortcode_is_left(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("{"), Just("{{"), Just("<"), Just("%"), Just("/*"), Just("*/"), Just(">}}"),
                Just("%}}"), Just("}}"), Just("`"), Just("```\n"), Just("\n"), Just(" "), Just("a"),
                Just("()"), Just("<https://a.example/"), Just(">"), Just("[x]("), Just(")"),
            ],
            0..16,
        )
    ) {
        let inert = hugo(&parts.concat());
        let mut rest = inert.as_str();
        while let Some(at) = ["{{<", "{{%"].iter().filter_map(|open| rest.find(open)).min() {
            let comment = rest[at + 3..].strip_prefix("/*");
            let close = if rest[at..].starts_with("{{<") { "*/>}}" } else { "*/%}}" };
            let end = comment.and_then(|comment| comment.find(close));
            prop_assert!(end.is_some(), "{inert}");
            rest = &rest[at + 5 + end.unwrap_or_default() + close.len()..];
        }
    }
}
