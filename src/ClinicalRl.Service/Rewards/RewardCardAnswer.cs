using System.Text;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Service.Rewards;

/// <summary>Answers with a reward function's card in the form the caller can read.</summary>
internal static class RewardCardAnswer
{
    /// <summary>HTML when it is asked for by name, as browsers do; else Markdown.</summary>
    public static IResult Of(HttpRequest request, RewardCardContent content)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        return Negotiation.Wants(request, "text/html")
            ? new TaggedDocument(Encoding.UTF8.GetBytes(RewardCardPage.Render(content)), "text/html; charset=utf-8")
            : new TaggedDocument(Encoding.UTF8.GetBytes(RewardCard.Render(content)), "text/markdown; charset=utf-8");
    }
}
