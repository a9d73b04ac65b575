using System.Net;
using System.Text.RegularExpressions;
using ClinicalRl.Reports.Pages;
using ClinicalRl.Service.Pages;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Pages;

public sealed class PagesTests(ServiceFixture fixture)
{
    private readonly HttpClient anybody = fixture.Service.Client(key: null);

    [Theory]
    [InlineData("/", "ClinicalRl")]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task Page_IsOpenToEverybody(string path, string text)
    {
        var answer = await anybody.ReadAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docs_LoadEverythingFromHere()
    {
        var page = await anybody.ReadAsync("/docs/");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var sources = Regex.Matches(page.Text, "src=\"(?<source>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["source"].Value).ToList();
        Assert.NotEmpty(sources);
        Assert.DoesNotContain("://", page.Text, StringComparison.Ordinal);
        foreach (var source in sources)
            Assert.Equal(HttpStatusCode.OK, (await anybody.ReadAsync("/docs/" + source)).Status);
    }

    [Fact]
    public async Task EveryKindOfProblem_IsExplainedWhereItsTypeLinks()
    {
        Assert.NotEmpty(ProblemKind.All);
        foreach (var kind in ProblemKind.All)
            Assert.Contains(kind.Title, WebUtility.HtmlDecode((await anybody.ReadAsync(kind.Type)).Text), StringComparison.Ordinal);
        Assert.Equal("not-found", (await anybody.ReadAsync("/problems/none")).Problem());
    }

    [Fact]
    public void MarkdownPage_EncodesWhateverTheCardSays()
    {
        var card = new MarkdownCard();
        card.Title("A <b>");
        card.Paragraph("x < y & \"z\" **");
        card.List(["one | two", "<script>alert(1)</script>"], "none");
        card.Table(["a", "b"], [["1 | 2", "</td>"]]);
        var page = MarkdownPage.Render(card.ToString());
        Assert.Contains("<h1>A &lt;b&gt;</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<p>x &lt; y &amp; &quot;z&quot; **</p>", page, StringComparison.Ordinal);
        Assert.Contains("<li>one | two</li>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><td>1 | 2</td><td>&lt;/td&gt;</td></tr>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }
}
