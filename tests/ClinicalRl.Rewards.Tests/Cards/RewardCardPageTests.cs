using System.Text;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Policies;
using ClinicalRl.Simulation.TriageQueue;

namespace ClinicalRl.Rewards.Tests.Cards;

public sealed class RewardCardPageTests
{
    private static readonly string Text = Ward.Text(Ward.Prompt);

    [Fact]
    public void Page_ShowsEveryCriterionPolicyAndFact_OfEachShippedDocument()
    {
        var catalogue = new EnvironmentCatalogue(TriageQueueEnvironment.Load());
        var functions = RewardLibrary.Shipped(catalogue).Functions;
        Assert.NotEmpty(functions);
        foreach (var function in functions)
        {
            var content = RewardCardContent.Of(function, catalogue.Find(function.Document.Environment.Value)!);
            var page = RewardCardPage.Render(content);
            Assert.All(function.Document.Criteria, criterion => Assert.Contains($"id=\"criterion-{criterion.Id}\"", page, StringComparison.Ordinal));
            Assert.All(content.Policies, policy => Assert.Contains($"<th scope=\"row\">{policy.Name}</th>", page, StringComparison.Ordinal));
            Assert.Contains("Synthetic; a draft, unsigned by any clinician; not for the care of patients.", page, StringComparison.Ordinal);
            Assert.Contains("Seen not met:", page, StringComparison.Ordinal);
            Assert.DoesNotContain("it is not so that", page, StringComparison.Ordinal);   // every denial reads as English
        }
    }

    [Fact]
    public void Page_IsSelfContainedAndAccessible()
    {
        var page = RewardCardPage.Render(Content(Text));
        Assert.StartsWith("<!doctype html>\n<html lang=\"en-GB\">", page, StringComparison.Ordinal);
        foreach (var part in new[] { "<main>", "<nav aria-label=", "role=\"note\"", "<caption>", "scope=\"col\"", "<title>" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        foreach (var foreign in new[] { "<script", "http://", "https://", "<link", "@import", "url(", "<img", "<iframe", " on" + "click" })
            Assert.DoesNotContain(foreign, page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, page.Split("<h1>").Length);
    }

    [Fact]
    public void Page_EncodesWhateverTheDocumentSays()
    {
        const string Evil = "</pre></style><script>alert(1)</script><img src=x onerror=alert(2)>";
        var text = Text.Replace("Ward reward", "'" + Evil + "'", StringComparison.Ordinal).Replace("notice: Draft.", $"notice: '{Evil}'", StringComparison.Ordinal)
            .Replace("The patient is seen in time.", "'" + Evil + "'", StringComparison.Ordinal).Replace("Tests only.", "'" + Evil + "'", StringComparison.Ordinal)
            .Replace("A team", $"'{Evil}'", StringComparison.Ordinal);
        var page = RewardCardPage.Render(Content(text) with { SignOffs = [new(Evil, Evil, Evil, Evil, Evil, Evil, Evil)], Previous = Read(Text) });
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_SaysWhatChangedWhoSignedAndWhatPoliciesEarn()
    {
        var text = Text.Replace("version: 1.0.0", "version: 1.1.0", StringComparison.Ordinal).Replace("severity: S4", "severity: S4\n    weight: 4", StringComparison.Ordinal);
        var content = Content(text);
        var signed = content with
        {
            Function = content.Function.WithStatus(RewardStatus.Signed),
            Previous = Read(Text),
            SignOffs = [new CardSignOff("Dr A. Example", "GMC 1234567", "2026-11-01", "2026-11-20T09:00:00Z", "All criteria.", "I reviewed it.", "valid")],
            Policies = [new PolicyDefinition("inaction", "Does nothing.", IsDegenerate: true, _ => throw new InvalidOperationException())],
            Scores = new PolicyScoreSheet
            {
                Environment = "ward", EnvironmentVersion = "1.2.0", ContentHash = "", RewardFunction = "ward-reward", RewardFunctionVersion = "1.1.0",
                RewardFunctionHash = content.Function.Hash, Split = "train", FirstSeed = 1, Episodes = 50, Scores = [new PolicyScore("inaction", 0.1, 0.05, 0.15, 0)],
                Examples = [new CriterionExample("prompt", "met", "inaction", 7, 3, "P2", "wait minutes=5", ["the time after the target is 2 minutes"])],
            },
        };
        var page = RewardCardPage.Render(signed);
        foreach (var sentence in new[]
        {
            "Synthetic; signed by a registered specialist; not for the care of patients.", "<li>version: 1.0.0 &#8594; 1.1.0</li>", "<li>weight of prompt: 8 &#8594; 4</li>",
            "Dr A. Example, GMC 1234567", "0.050 to 0.150", "Policy inaction, seed 7, step 3 (P2): after &quot;wait minutes=5&quot;, the time after the target is 2 minutes.",
            "in none of the episodes played.",
        })
            Assert.Contains(sentence, page.Replace("→", "&#8594;", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("unsigned", page, StringComparison.Ordinal);
        Assert.Contains("- weight of prompt: 8 → 4", RewardCard.Render(signed), StringComparison.Ordinal);
    }

    private static RewardDocument Read(string text) => RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(text));

    private static RewardCardContent Content(string text) => new() { Function = Ward.Compile(text), Environment = Ward.Spec };
}
