using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Language;

namespace ClinicalRl.Simulation.EdHandover.FreeText;

/// <content>Doses, scores, results and times, and which claim each belongs to.</content>
internal sealed partial class FreeTextReader
{
    private static readonly string[] DueWords = ["due", "next", "by", "expected", "before", "until", "back", "deadline", "to be"];
    private static readonly string[] GivenWords = ["given", "last", "since", "from", "started", "taken", "had", "was", "repeated", "told"];

    private void TakeNumber(Reading reading, string text, in Quantity quantity, int[] heads, List<ClaimDraft> drafts)
    {
        if (quantity.Form == QuantityForm.Range && TargetOf(quantity) is { } target)
            drafts.Add(new ClaimDraft(new Claim { Concept = (short)target }, concepts[target].Kind, reading.Clauses[quantity.Clause].Sentence, quantity.Span.Start));
        if (quantity.Form != QuantityForm.Single)
            return;
        var host = quantity.Mention >= 0 ? heads[quantity.Mention] : -1;
        if (host < 0)
            host = Nearest(reading, quantity.Clause, quantity.Span.Start, drafts, kind => kind is "score" or "test" or "medicine");
        if (host < 0 || drafts[host].Claim.HasValue)
            return;
        var unit = UnitOf(quantity, text, drafts[host].Claim.Concept);
        drafts[host] = drafts[host] with { Claim = drafts[host].Claim with { Value = quantity.Low, Unit = (sbyte)unit } };
    }

    /// <summary>An oxygen target told by its range alone.</summary>
    private int? TargetOf(in Quantity range)
    {
        var code = FormattableString.Invariant($"oxygen-target-{range.Low}-{range.High}");
        return concepts.Find(code)?.Index;
    }

    private int UnitOf(in Quantity quantity, string text, int concept)
    {
        var word = quantity.Unit switch
        {
            Unit.Gram => "g",
            Unit.Milligram => "mg",
            Unit.Microgram => "micrograms",
            Unit.MilligramPerKilogram => "mg/kg",
            Unit.Millilitre => "mL",
            Unit.MillimolePerLitre => "mmol/L",
            Unit.MicromolePerLitre => "micromol/L",
            Unit.GramPerLitre => "g/L",
            Unit.UnitsPerKilogram => "units/kg/h",
            Unit.Units => "units",
            Unit.BillionPerLitre => "x10^9/L",
            _ => quantity.Span.End < text.Length && text.AsSpan(quantity.Span.End).TrimStart().StartsWith("times", StringComparison.OrdinalIgnoreCase) ? "times the upper limit"
                : concepts[concept].Code == "inr" ? "ratio" : "",
        };
        return vocabulary.Units.IndexOf(word);
    }

    private static void TakeTime(Reading reading, string text, in TimeExpression time, int[] heads, List<ClaimDraft> drafts)
    {
        if (!IsClock(time, text))
            return;
        var host = time.Mention >= 0 ? heads[time.Mention] : -1;
        if (host < 0)
            host = Nearest(reading, time.Clause, time.Span.Start, drafts, _ => true);
        if (host < 0)
            return;
        var claim = drafts[host].Claim;
        if (IsDue(text, time, drafts[host]))
            claim = claim.Due < 0 ? claim with { Due = (short)time.LowMinutes } : claim;
        else
            claim = claim.At < 0 ? claim with { At = (short)time.LowMinutes } : claim;
        drafts[host] = drafts[host] with { Claim = claim };
    }

    /// <summary>A time of day, also one that something has lasted since; not "since Monday".</summary>
    private static bool IsClock(in TimeExpression time, string text) =>
        time.LowMinutes is >= 0 and < ClockTimes.MinutesPerDay
        && (time.Kind == TimeKind.Clock || (time.Kind == TimeKind.Since && text.AsSpan(time.Span.Start, time.Span.Length).ContainsAnyInRange('0', '9')));

    /// <summary>Whether the words before the time speak of what is to come; where they do not say, the kind of thing decides.</summary>
    private static bool IsDue(string text, in TimeExpression time, in ClaimDraft draft)
    {
        const int Window = 28;
        var from = Math.Max(Math.Max(0, time.Span.Start - Window), text.LastIndexOfAny([';', ',', '.', ':'], Math.Max(0, time.Span.Start - 1)) is var mark and >= 0 ? mark : 0);
        var before = text.AsSpan(from, Math.Max(0, time.Span.Start - from));
        var (due, given) = (LastOf(before, DueWords), LastOf(before, GivenWords));
        if (due != given)
            return due > given;
        return draft.Kind switch
        {
            "action" or "trigger" => true,
            "test" => !draft.Claim.HasValue && draft.Claim.Detail < 0,
            "medicine" => draft.Claim.At >= 0,
            _ => false,
        };
    }

    private static int LastOf(ReadOnlySpan<char> text, string[] words)
    {
        var last = -1;
        foreach (var word in words)
        {
            var at = text.LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
            var isWord = at >= 0 && (at == 0 || !char.IsLetter(text[at - 1])) && (at + word.Length >= text.Length || !char.IsLetter(text[at + word.Length]));
            last = isWord && at > last ? at : last;
        }

        return last;
    }
}
