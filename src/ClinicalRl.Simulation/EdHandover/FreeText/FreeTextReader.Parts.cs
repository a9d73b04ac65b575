using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Language;

namespace ClinicalRl.Simulation.EdHandover.FreeText;

/// <content>Which parts belong to which claim of a sentence.</content>
internal sealed partial class FreeTextReader
{
    /// <summary>The part that a question about <paramref name="concept"/> asked for, from an answer that need not name it.</summary>
    public Claim ReadAnswer(string text, ClaimFields field, int concept)
    {
        var reading = lexicon.Read(text);
        switch (field)
        {
            case ClaimFields.Due or ClaimFields.At:
                foreach (var time in reading.Times)
                {
                    if (IsClock(time, text))
                        return field == ClaimFields.Due ? new Claim { Due = (short)time.LowMinutes } : new Claim { At = (short)time.LowMinutes };
                }

                return new Claim();
            case ClaimFields.Value:
                foreach (var number in reading.Quantities)
                {
                    if (number.Form == QuantityForm.Single)
                        return new Claim { Value = number.Low, Unit = (sbyte)UnitOf(number, text, concept) };
                }

                return new Claim();
            case ClaimFields.Side:
                return WithSide(new ClaimDraft(new Claim(), "line", 0, 0), text).Claim;
            default:
                return ReadPart(reading, field, concept);
        }
    }

    private Claim ReadPart(Reading reading, ClaimFields field, int concept)
    {
        foreach (var mention in reading.Mentions)
        {
            var part = concepts[mention.Concept];
            if (field == ClaimFields.Owner && part.Kind == "role")
                return new Claim { Owner = (short)part.Index };
            if (field == ClaimFields.Detail && IsPartOf(part.Kind, concepts[concept].Kind))
                return new Claim { Detail = (short)part.Index };
        }

        return new Claim();
    }

    /// <summary>Whether what is of the one kind is said of what is of the other.</summary>
    private static bool IsPartOf(string part, string whole) => part switch
    {
        "reaction" => whole == "allergen",
        "trend" => whole == "score",
        "finding" => whole == "test",
        "change" => whole == "medicine",
        "action" => whole == "trigger",
        "role" => whole is "test" or "action" or "trigger",
        _ => false,
    };

    /// <summary>Parts named before the thing they belong to: "ward nurse to do a bladder scan", "anaphylaxis with penicillin".</summary>
    private void GiveEarlierParts(Reading reading, int[] heads, List<ClaimDraft> drafts)
    {
        for (var i = 0; i < heads.Length; i++)
        {
            var mention = reading.Mentions[i];
            var part = concepts[mention.Concept];
            if (heads[i] >= 0 || Container(reading, i) >= 0)
                continue;
            var sentence = reading.Clauses[mention.Clause].Sentence;
            var whole = drafts.FindIndex(draft => draft.Sentence == sentence && draft.Start > mention.Span.Start && IsPartOf(part.Kind, draft.Kind));
            if (whole >= 0)
                drafts[whole] = drafts[whole].With(part);
        }
    }

    /// <summary>What to do, said before when to do it: "call the registrar for an urgent CT head if he gets drowsy".</summary>
    private static void JoinActions(List<ClaimDraft> drafts)
    {
        for (var i = drafts.Count - 1; i > 0; i--)
        {
            var (action, trigger) = (drafts[i - 1], drafts[i]);
            if (trigger.Kind != "trigger" || action.Kind != "action" || action.Sentence != trigger.Sentence || trigger.Claim.Detail >= 0)
                continue;
            var owner = trigger.Claim.Owner < 0 ? action.Claim.Owner : trigger.Claim.Owner;
            drafts[i] = trigger with { Claim = trigger.Claim with { Detail = action.Claim.Concept, Owner = owner } };
            drafts.RemoveAt(i - 1);
        }
    }

    /// <summary>A claim in the making.</summary>
    private readonly record struct ClaimDraft(Claim Claim, string Kind, int Sentence, int Start)
    {
        /// <summary>With a part that belongs to it, unless it has that part.</summary>
        public ClaimDraft With(Content.Concept part)
        {
            if (part.Kind == "role")
                return Claim.Owner < 0 ? this with { Claim = Claim with { Owner = (short)part.Index } } : this;
            return Claim.Detail < 0 ? this with { Claim = Claim with { Detail = (short)part.Index, IsNegated = part.Kind != "change" && Claim.IsNegated } } : this;
        }
    }
}
