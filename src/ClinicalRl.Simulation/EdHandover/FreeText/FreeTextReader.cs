using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Flow;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Language;
using Side = ClinicalRl.Simulation.EdHandover.Scenarios.Side;

namespace ClinicalRl.Simulation.EdHandover.FreeText;

/// <summary>
/// Turns free text into the same claims that structured statements make. In every sentence each thing that can be handed over begins a claim;
/// reactions, trends, reasons, roles, numbers, times and sides belong to the one they stand with.
/// </summary>
internal sealed partial class FreeTextReader
{
    private readonly Concepts concepts;
    private readonly HandoverVocabulary vocabulary;
    private readonly KnownConcepts known;
    private readonly Lexicon lexicon;

    public FreeTextReader(HandoverContent content)
    {
        (concepts, vocabulary, known) = (content.Concepts, content.Vocabulary, content.Known);
        lexicon = HandoverLexicon.Compile(concepts);
    }

    public Statement Read(string text, int item)
    {
        var reading = lexicon.Read(text);
        if (item == Items.Identity)
            return ReadIdentity(reading, text);
        var drafts = new List<ClaimDraft>();
        var heads = new int[reading.Mentions.Length];
        var stances = Stances.None;
        for (var i = 0; i < heads.Length; i++)
        {
            heads[i] = -1;
            if (Container(reading, i) >= 0)
                continue;
            var concept = Meant(concepts[reading.Mentions[i].Concept], item);
            if (concept.Kind == "stance")
                stances |= StanceOf(concept.Index);
            else if (!reading.Clauses[reading.Mentions[i].Clause].IsQuestion && !IsOfFamily(reading.Mentions[i], concept))
                heads[i] = Take(reading, i, concept, drafts);
        }

        for (var i = 0; i < heads.Length; i++)
            heads[i] = Container(reading, i) is >= 0 and var container ? heads[container] : heads[i];
        GiveEarlierParts(reading, heads, drafts);
        for (var i = 0; i < drafts.Count; i++)
            drafts[i] = WithSide(drafts[i], text);
        foreach (var quantity in reading.Quantities)
            TakeNumber(reading, text, quantity, heads, drafts);
        foreach (var time in reading.Times)
            TakeTime(reading, text, time, heads, drafts);
        JoinActions(drafts);
        return new Statement([.. drafts.Select(draft => draft.Claim)], null, drafts.Count > 0, text, stances);
    }

    /// <summary>The longest mention whose words include those of this one, such as 'urgent CT head' around 'CT head'; -1 for none. A change may have its medicine in its midst: 'stopped her apixaban because of the bleed'.</summary>
    private int Container(Reading reading, int index)
    {
        var span = reading.Mentions[index].Span;
        var (found, length) = (-1, span.Length);
        var isMedicine = concepts[reading.Mentions[index].Concept].Kind == "medicine";
        for (var i = 0; i < reading.Mentions.Length; i++)
        {
            var other = reading.Mentions[i].Span;
            if (other.Start <= span.Start && other.End >= span.End && other.Length > length && !(isMedicine && concepts[reading.Mentions[i].Concept].Kind == "change"))
                (found, length) = (i, other.Length);
        }

        return found;
    }

    /// <summary>Among the allergies, a medicine is what somebody is allergic to.</summary>
    private Content.Concept Meant(Content.Concept concept, int item) =>
        item == Items.Allergies && concept.Kind == "medicine" && concepts.Find(concept.Code + "-allergy") is { } allergy ? allergy : concept;

    /// <summary>What the family has or takes is not the patient's.</summary>
    private static bool IsOfFamily(in Mention mention, Content.Concept concept) => mention.Subject == Subject.Family && (concept.Kind is "allergen" or "diagnosis" or "medicine");

    private Stances StanceOf(int concept) => concept == known.WillFindOut ? Stances.WillFindOut : concept == known.Agrees ? Stances.Agrees : Stances.Declines;

    /// <summary>Begins a claim, or adds to the one before it in the sentence; the claim's place, or -1.</summary>
    private int Take(Reading reading, int index, Content.Concept concept, List<ClaimDraft> drafts)
    {
        var mention = reading.Mentions[index];
        var sentence = reading.Clauses[mention.Clause].Sentence;
        var host = drafts.FindLastIndex(draft => draft.Sentence == sentence && IsPartOf(concept.Kind, draft.Kind));
        if (host >= 0)
        {
            drafts[host] = drafts[host].With(concept);
            return host;
        }

        if (concept.Kind is "role" or "reaction" or "finding" or "change")
            return -1;
        drafts.Add(new ClaimDraft(
            new Claim
            {
                Concept = (short)concept.Index,
                IsNegated = mention.Polarity == Polarity.Negated,
                IsDoubted = mention.Certainty == Certainty.Hedged && IsAFact(concept),
                Side = concept.Kind is "line" or "side_finding" ? SideOf(mention) : Side.None,
            },
            concept.Kind, sentence, mention.Span.Start));
        return drafts.Count - 1;
    }

    /// <summary>What is known or not, and never a matter of opinion as a diagnosis or a trend may be.</summary>
    private static bool IsAFact(Content.Concept concept) =>
        concept.Kind is "allergen" or "allergy_status" or "medicine" or "ceiling" or "mental_health_status" or "oxygen_target" or "line";

    /// <summary>A side that stands behind the thing, after a comma: "cannula, left".</summary>
    private static ClaimDraft WithSide(in ClaimDraft draft, string text)
    {
        if (draft.Kind is not ("line" or "side_finding") || draft.Claim.Side != Side.None)
            return draft;
        var end = text.AsSpan(draft.Start).IndexOfAny('.', ';');
        var rest = text.AsSpan(draft.Start, end < 0 ? text.Length - draft.Start : end);
        var (left, right) = (LastOf(rest, ["left"]) >= 0, LastOf(rest, ["right"]) >= 0);
        return left == right ? draft : draft with { Claim = draft.Claim with { Side = left ? Side.Left : Side.Right } };
    }

    private static Side SideOf(in Mention mention) => mention.Side switch
    {
        Language.Side.Left => Side.Left,
        Language.Side.Right => Side.Right,
        _ => Side.None,
    };

    /// <summary>The claim of the same sentence that began last before a place in the text, else the first after it.</summary>
    private static int Nearest(Reading reading, int clause, int start, List<ClaimDraft> drafts, Predicate<string> kind)
    {
        var sentence = reading.Clauses[clause].Sentence;
        var before = drafts.FindLastIndex(draft => draft.Sentence == sentence && draft.Start <= start && kind(draft.Kind));
        return before >= 0 ? before : drafts.FindIndex(draft => draft.Sentence == sentence && kind(draft.Kind));
    }

    private Statement ReadIdentity(Reading reading, string text)
    {
        var claim = new Claim();
        var stances = Stances.None;
        foreach (var mention in reading.Mentions)
            stances |= concepts[mention.Concept].Kind == "stance" ? StanceOf(mention.Concept) : Stances.None;
        foreach (var quantity in reading.Quantities)
        {
            if (quantity.Unit == Unit.NhsNumber)
                claim = claim with { Value = quantity.Low };
        }

        foreach (var time in reading.Times)
        {
            if (time.Kind == TimeKind.Date && time.Year > 0)
                claim = claim with { BirthDate = (time.Year * 10_000) + (time.Month * 100) + time.Day };
        }

        return new Statement(claim.Said == ClaimFields.None ? [] : [claim], null, false, text, stances);
    }
}
