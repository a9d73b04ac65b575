using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <content>What the record makes of it, and what the people around it will do.</content>
internal sealed partial class StayDraft
{
    private const int LeastOfStory = 2;
    private const int MostOfStory = 6;

    private void Record(ImmutableArray<ObservationSet> observations)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots[i];
            var item = content.Items[slot.Item];
            var turned = slot.Trap == TrapKind.Contradiction && slot.Item is not (Items.Severity or Items.Changes) && random.Chance(content.Parameters.ErrorInUsualPlace);
            if (slot.Item != Items.Severity && !(slot.Item == Items.Allergies && allergy == AllergyKind.Unrecorded))
                AddEntry(item.Section, item.Author, slot.Since > 0 ? slot.Truth.At : Ago(20, 120), turned ? slot.False : slot.Truth.Without(slot.Gap), i, !turned, slot.Since);
            if (slot.Trap == TrapKind.Contradiction)
                AddEntry(item.AlsoSection, item.AlsoAuthor, Ago(30, 200), turned ? slot.Truth : slot.False, i, turned);
        }

        if (observations[0].Total < 0)
            AddEntry(content.Items[Items.Severity].AlsoSection, content.Concepts.Find("nurse-in-charge")!.Index, Ago(5, 20), slots[Items.Severity].Truth.Without(ClaimFields.At), Items.Severity, isTrue: true);
        for (var i = 0; i < observations.Length - 1; i++)
        {
            AddEntry(content.Items[Items.Severity].Section, content.Known.BedsideNurse, observations[i].At, new Claim(), -1, isTrue: true);
            entries[^1] = entries[^1] with { Observation = (sbyte)i };
        }
    }

    private void AddEntry(int section, int author, int at, in Claim claim, int slot, bool isTrue, short since = 0) => entries.Add(new RecordEntry
    {
        Section = (byte)section,
        Author = (short)author,
        At = (short)at,
        Since = since,
        Slot = (sbyte)slot,
        Claim = claim,
        Observation = -1,
        Text = null,
        OtherNumber = 0,
        IsDistractor = false,
        IsTrue = isTrue,
    });

    private void AddText(Aside aside, double otherNumber, bool isDistractor)
    {
        AddEntry(aside.Section, aside.Author, Ago(30, 220), new Claim { Concept = (short)aside.Concept }, -1, otherNumber == 0);
        entries[^1] = entries[^1] with { Text = aside.Says, OtherNumber = otherNumber, IsDistractor = isDistractor };
    }

    private void AddAsides()
    {
        var number = random.Between(LeastOfStory, MostOfStory).ToString(CultureInfo.InvariantCulture);
        foreach (var note in family.Notes)
        {
            AddEntry(note.Section, note.Author, Ago(60, 230), new Claim(), -1, isTrue: true);
            entries[^1] = entries[^1] with { Text = note.Says.Replace("{n}", number, StringComparison.Ordinal) };
        }

        var count = random.Between(load.Distractors.Low, load.Distractors.High);
        Span<int> order = stackalloc int[content.People.Distractors.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        random.Shuffle(order);
        foreach (var i in order[..count])
            AddText(content.People.Distractors[i], 0, isDistractor: true);
        if (random.Chance(load.Misfiled))
        {
            var aside = random.Pick(content.People.Misfiled);
            if (!slots.Exists(slot => slot.Truth.Concept == aside.Concept))
                AddText(aside, DrawNhsNumber(), isDistractor: false);
        }

        AddPassword();
    }

    private void AddPassword()
    {
        AddEntry(content.Vocabulary.Sections.IndexOf("demographics"), content.Known.RegistrationClerk, Ago(150, 240), new Claim(), -1, isTrue: true);
        entries[^1] = entries[^1] with { Text = $"Information may be given by telephone only to callers with the password '{person.Password}'." };
    }

    private (string? Says, bool Verified) DrawCaller()
    {
        var (calls, verified) = (random.Chance(load.Caller), random.Chance(400));
        var wrong = random.Pick(content.People.Passwords);
        var says = random.Pick(content.People.Callers);
        var word = verified ? person.Password : wrong;
        return calls ? (says.Replace("{password}", word, StringComparison.Ordinal), word == person.Password) : (null, false);
    }

    private Instruction? AddInstruction()
    {
        if (!random.Chance(load.Instruction))
            return null;
        var instruction = random.Pick(content.People.Instructions);
        if (instruction.Omits >= 0 && !slots.Exists(slot => slot.Item == instruction.Omits))
            return null;
        if (instruction.States >= 0 && slots.Exists(slot => slot.Truth.Concept == instruction.States || slot.Truth.Detail == instruction.States))
            return null;
        AddEntry(content.Vocabulary.Sections.IndexOf("letters"), content.Known.RegistrationClerk, Ago(10, 60), new Claim(), -1, isTrue: true);
        entries[^1] = entries[^1] with { Text = instruction.Says };
        return instruction;
    }

    private ImmutableArray<ReceiverQuestion> DrawQuestions()
    {
        const int UnanswerablePerMille = 450;
        var count = random.Between(load.Questions.Low, load.Questions.High);
        Span<int> order = stackalloc int[slots.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        random.Shuffle(order);
        var questions = new List<ReceiverQuestion>(count);
        var unanswerable = random.Chance(UnanswerablePerMille);
        foreach (var i in order)
        {
            if (questions.Count < count - (unanswerable ? 1 : 0) && slots[i].Since == 0 && AskAbout(slots[i]) is { } question)
                questions.Add(new ReceiverQuestion((sbyte)i, (byte)question));
        }

        if (unanswerable)
            questions.Insert(random.Next(questions.Count + 1), new ReceiverQuestion(-1, (byte)random.Next(content.People.Unanswerable.Length)));
        return [.. questions];
    }

    /// <summary>A question about a part of the slot that is true and must be stated.</summary>
    private int? AskAbout(in Slot slot)
    {
        var questions = content.Items[slot.Item].Questions;
        var first = random.Next(questions.Length);
        for (var i = 0; i < questions.Length; i++)
        {
            var index = (first + i) % questions.Length;
            var field = questions[index].Field;
            if ((field == ClaimFields.None && slot.Item != Items.Lines) || (slot.Required & field & ~(ClaimFields.Name | ClaimFields.BirthDate)) != ClaimFields.None)
                return index;
        }

        return null;
    }

    private (Push? Push, int Slot) DrawPush(int trend)
    {
        var (pressed, fair) = (random.Chance(load.Pressed), random.Chance(content.People.FairPerMille));
        if (fair)
            return (random.Pick(content.People.FairRequests), -1);
        Span<int> fitting = stackalloc int[content.People.Pushes.Length];
        var count = 0;
        for (var i = 0; i < content.People.Pushes.Length; i++)
        {
            var push = content.People.Pushes[i];
            var fits = push.When switch
            {
                PushCondition.Worsening => trend == content.Known.Worsening,
                PushCondition.NotWorsening => trend != content.Known.Worsening,
                PushCondition.Always => true,
                _ => slots.Exists(slot => slot.Item == push.Item && slot.Since == 0),
            };
            if (fits)
                fitting[count++] = i;
        }

        var chosen = content.People.Pushes[fitting[random.Next(count)]];
        return !pressed ? (null, -1) : (chosen, chosen.Refuses ? -1 : slots.FindIndex(slot => slot.Item == chosen.Item && slot.Since == 0));
    }

    /// <summary>Flags and calls that follow from the scores, from what comes late and from doses due now.</summary>
    private void AddNeeds(ObservationSet latest, int trend)
    {
        var parameters = content.Parameters;
        if (trend == content.Known.Worsening && (latest.Total < 0 || latest.Total >= parameters.StaleFromScore))
            flags |= 1 << content.Rules.DeterioratingFlag;
        if (latest.Total >= parameters.RegistrarFromScore)
            calls.Add(new CallNeed(content.RegistrarMask, 0));
        if (slots.Exists(slot => slot.Since > 0 && slot.Severity >= Severity.S4))
            calls.Add(new CallNeed((ushort)(content.RegistrarMask | (1 << content.Vocabulary.Contacts.IndexOf("ed-consultant"))), (short)arrivalMinute));
        if (slots.Exists(slot => content.IsDueNow(slot, start)))
            calls.Add(new CallNeed(content.BedsideNurseMask, 0));
    }

    private short Ago(int least, int most) => ClockTimes.Add(start, -random.Between(least, most));
}
