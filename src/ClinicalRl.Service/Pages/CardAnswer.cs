using System.Text;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Service.Pages;

/// <summary>Answers with a card in the form the caller can read.</summary>
internal static class CardAnswer
{
    /// <summary>HTML when it is asked for by name, as browsers do; else the Markdown itself.</summary>
    public static IResult Of(HttpRequest request, string markdown)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        return Negotiation.Wants(request, "text/html")
            ? new TaggedDocument(Encoding.UTF8.GetBytes(MarkdownPage.Render(markdown)), "text/html; charset=utf-8")
            : new TaggedDocument(Encoding.UTF8.GetBytes(markdown), "text/markdown; charset=utf-8");
    }
}
