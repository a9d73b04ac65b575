using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <content>Composing statements.</content>
internal sealed partial class HandoverStep
{
    public void Compose(int item, in Statement statement, bool retract)
    {
        Pass(content.Parameters.Minutes.Compose);
        if (retract)
            Retract(item);
        if (statement.Text is { } text)
            JudgeWords(text);
        var name = statement.Name ?? NameIn(item, statement.Text);
        if (item == Items.Identity && (name is not null || HasIdentity(statement)))
            StateIdentity(statement.Claims.Length > 0 ? statement.Claims[0] : new Claim(), name);
        else
            StateAll(item, statement);
        if (statement.IsEmpty && name is null && !retract)
        {
            Result.Say("Nothing in it could be understood as a statement.");
            Waste();
            return;
        }

        Result.Say(retract ? $"What stood under {content.Items[item].Id} is struck out." : $"Written under {content.Items[item].Id}.");
        if (statement.Text is not null)
            Result.Say(Understood(statement, name));
    }

    private void StateIdentity(in Claim claim, string? name)
    {
        if (!State(Items.Identity, judge.JudgeIdentity(stay, progress, claim, name), claim))
            Waste();
    }

    /// <summary>The patient's name, where the words of an identity hold it.</summary>
    private string? NameIn(int item, string? text) =>
        item == Items.Identity && text is not null && text.Contains(stay.Person.FullName, StringComparison.OrdinalIgnoreCase) ? stay.Person.FullName : null;

    private static bool HasIdentity(in Statement statement) => statement.Claims.Length > 0 && (statement.Claims[0].BirthDate >= 0 || statement.Claims[0].Concept < 0);

    /// <summary>States every claim; words that only say again what was said are wasted, passing mentions beside something new are not.</summary>
    private void StateAll(int item, in Statement statement)
    {
        var (any, anyNew) = (false, false);
        foreach (ref readonly var claim in statement.Claims.AsSpan())
        {
            if (claim.Concept < 0)
                continue;
            any = true;
            var judged = judge.Judge(stay, progress, item, claim);
            if (claim.IsDoubted && judged.IsSound)
                Result.Say($"Said with doubt, so not handed over: {content.Concepts[claim.Concept].Title}.");
            else
                anyNew |= State(item, judged, claim);
        }

        if (any && !anyNew)
            Waste();
    }

    /// <summary>Keeps one judged statement and tells the reward function of it.</summary>
    private bool State(int item, in Judged judged, in Claim claim)
    {
        ref var tally = ref progress.Tallies[item];
        tally.Stated = Up(tally.Stated);
        if (judged.Verdict == Verdict.Neutral)
            return true;
        if (judged.Verdict == Verdict.Unsupported)
            tally.Unsupported = Up(tally.Unsupported);
        else if (judged.Verdict == Verdict.Irrelevant)
            tally.Irrelevant = Up(tally.Irrelevant);
        if (judged.Slot >= 0 && !Mark(judged))
            return false;

        var about = judged.Slot >= 0 ? stay.Slots[judged.Slot].Item : item;
        var severity = judged.Slot >= 0 ? stay.Slots[judged.Slot].Severity : content.Items[item].Severity;
        Add(
            HandoverFacts.Stated, content.Items[about].Id, about, (int)severity, (int)judged.Verdict,
            Bool((judged.Wrong & ClaimFields.Value) != ClaimFields.None), Bool((judged.Wrong & (ClaimFields.At | ClaimFields.Due)) != ClaimFields.None), Bool((judged.Wrong & ClaimFields.Side) != ClaimFields.None),
            Bool(judged.Contradicts), Bool(CopiesError(judged, claim)), Bool(judged.Verdict == Verdict.Unsupported && IsOfAnother(claim.Concept)),
            Bool(stay.Trend == content.Known.Worsening), Bool(stay.Slots[stay.FirstSlotOf(Items.Allergies)].Truth.Concept == content.Known.AllergyUnknown));
        return true;
    }

    /// <summary>Keeps what was said of a slot; false when it is nothing new, or was rewarded before it was struck out.</summary>
    private bool Mark(in Judged judged)
    {
        ref var marks = ref progress.Slots[judged.Slot];
        if (judged.Contradicts)
        {
            marks.Flags |= SlotMarks.IsContradicted;
            return true;
        }

        var earned = judged.IsSound && judged.Verdict == Verdict.Right && marks.Has(SlotMarks.HasEarned);
        marks.Flags |= (byte)(SlotMarks.IsStated | (judged.Verdict == Verdict.Right ? SlotMarks.HasEarned : 0));
        marks.Right |= judged.Right;
        marks.Wrong |= judged.Wrong;
        return judged.Verdict != Verdict.Repeated && !earned;
    }

    /// <summary>Strikes out all that stood under an item.</summary>
    private void Retract(int item)
    {
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            ref var marks = ref progress.Slots[i];
            if (stay.Slots[i].Item == item)
                marks = new SlotMarks { Flags = (byte)(marks.Flags & SlotMarks.Lasting) };
        }

        progress.Tallies[item] = default;
    }

    private bool CopiesError(in Judged judged, in Claim claim)
    {
        if (judged.Verdict != Verdict.Wrong || judged.Slot < 0 || stay.Slots[judged.Slot].Trap is TrapKind.None or TrapKind.Gap)
            return false;
        var written = stay.Slots[judged.Slot].False;
        if (judged.Contradicts)
            return claim.Concept == written.Concept;
        return (judge.Compare(claim, written).Right & judged.Wrong) != ClaimFields.None;
    }

    private bool IsOfAnother(int concept)
    {
        foreach (ref readonly var entry in stay.Entries.AsSpan())
        {
            if (entry.OtherNumber > 0 && entry.Claim.Concept == concept)
                return true;
        }

        return false;
    }

    private void JudgeWords(string text)
    {
        var (vague, certain) = (Mentions(text, content.Vocabulary.Vague), Mentions(text, content.Vocabulary.Certain));
        if (!vague && !certain)
            return;
        progress.LooselyWorded = Up(progress.LooselyWorded);
        Add(HandoverFacts.LooselyWorded, null, Bool(vague), Bool(certain), progress.LooselyWorded);
    }

    private static bool Mentions(string text, IReadOnlyList<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>What of the words was understood, so that the writer can see it; not whether it is right.</summary>
    private string Understood(in Statement statement, string? name)
    {
        var parts = statement.Claims.Where(claim => claim.Concept >= 0).Select(Describe).Distinct(StringComparer.Ordinal).ToList();
        if (name is not null)
            parts.Add("the name");
        if (statement.Claims is [{ BirthDate: >= 0 }, ..])
            parts.Add("the date of birth");
        if (statement.Claims is [{ Concept: < 0, HasValue: true }, ..])
            parts.Add("the NHS number");
        return parts.Count == 0 ? "" : $"Understood: {string.Join("; ", parts)}.";
    }

    private string Describe(Claim claim)
    {
        var words = new List<string> { (claim.IsNegated ? "not " : "") + content.Concepts[claim.Concept].Title };
        if (claim.Detail >= 0)
            words.Add(content.Concepts[claim.Detail].Title);
        if (claim.HasValue)
            words.Add(FormattableString.Invariant($"{claim.Value}") + (claim.Unit < 0 ? "" : " " + content.Vocabulary.Units[claim.Unit]));
        if (claim.At >= 0)
            words.Add("at " + ClockTimes.Clock(claim.At));
        if (claim.Due >= 0)
            words.Add("due " + ClockTimes.Clock(claim.Due));
        if (claim.Owner >= 0)
            words.Add("with " + content.Concepts[claim.Owner].Title);
        if (claim.Side != Side.None)
            words.Add(claim.Side == Side.Left ? "left" : "right");
        return string.Join(", ", words);
    }

    private static byte Up(byte count) => count == byte.MaxValue ? count : (byte)(count + 1);
}
