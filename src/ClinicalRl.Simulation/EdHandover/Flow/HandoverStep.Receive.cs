using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Flow;

/// <content>Alerts, calls and delivery; what the receiving team and callers ask.</content>
internal sealed partial class HandoverStep
{
    private const int AnswerStance = 0;
    private const int FindOut = 1;
    private const int Hold = 2;
    private const int GiveWay = 3;
    private const int Decline = 4;

    public void Flag(int flag)
    {
        Result.Say($"Flagged: {content.Vocabulary.Flags[flag].Replace('_', ' ')}.");
        if ((progress.FlagsRaised >> flag & 1) != 0)
        {
            Waste();
            return;
        }

        progress.FlagsRaised |= (ushort)(1 << flag);
        Add(HandoverFacts.Flagged, content.Vocabulary.Flags[flag], Bool((FlagsNeeded() >> flag & 1) != 0));
    }

    public void Contact(int contact)
    {
        Pass(content.Parameters.Minutes.Contact);
        Result.Say($"The {content.Concepts[content.Vocabulary.ContactRoles[contact]].Title} has been told.");
        if ((progress.Contacted >> contact & 1) != 0)
        {
            Waste();
            return;
        }

        progress.Contacted |= (ushort)(1 << contact);
        var needed = false;
        foreach (var need in stay.Calls)
            needed |= need.Since <= progress.Minute && (need.AnyOf >> contact & 1) != 0;
        Add(HandoverFacts.Contacted, content.Vocabulary.Contacts[contact], Bool(needed));
    }

    public void Deliver()
    {
        // Whatever was to come comes before the handover is out of hand.
        var wait = stay.ArrivalMinute == int.MaxValue ? 0 : stay.ArrivalMinute - progress.Minute;
        Pass(Math.Max(content.Parameters.Minutes.Deliver, wait));
        if (progress.Phase == Phase.TimedOut)
            return;
        if (progress.Has(HandoverProgress.CallIsOpen))
            EndCall(told: false);
        JudgeDelivery();
        Result.Say("You hand over.");
        progress.Flags |= HandoverProgress.IsDelivered;
        progress.Phase = Phase.Questions;
        if (IsOutOfQuestions())
            BeginReadBack();
    }

    /// <summary>The questions, then the pushes, then nothing.</summary>
    public bool IsPushing => progress.Phase == Phase.Questions && progress.Question >= stay.Questions.Length;

    /// <summary>The item that what is open is about; severity when nothing is.</summary>
    public int OpenItem => IsPushing && stay.Push is { } push ? push.Item
        : progress.Phase == Phase.Questions && stay.Questions[progress.Question].Slot is >= 0 and var slot ? stay.Slots[slot].Item : Items.Severity;

    /// <summary>What the open question asks for: a part of a claim, of a concept; nothing where a push or nothing is open, or the record does not hold the answer.</summary>
    public (ClaimFields Field, int Concept) Asked => progress.Phase == Phase.Questions && !IsPushing && stay.Questions[progress.Question] is { Slot: >= 0 } open
        ? (content.Items[stay.Slots[open.Slot].Item].Questions[open.Question].Field, stay.Slots[open.Slot].Truth.Concept) : (ClaimFields.None, Claim.Unsaid);

    private bool IsOutOfQuestions() => progress.Question >= stay.Questions.Length && progress.PushesHeld >= stay.PushTimes;

    /// <summary>Answers what is open under <paramref name="id"/>; returns why that cannot be, or null.</summary>
    public string? Answer(string id, int stance, in Statement statement)
    {
        if (id == "CALL")
            return AnswerCall(stance, statement);
        if (progress.Phase != Phase.Questions)
            return "answer: the receiving team asks nothing now.";
        if (id == "PUSH" != IsPushing || (!IsPushing && id[1] - '1' != progress.Question))
            return $"answer: {id} is not open.";
        Pass(content.Parameters.Minutes.Answer);
        if (progress.Phase == Phase.TimedOut)
            return null;
        if (statement.Text is { } text)
            JudgeWords(text);
        if (IsPushing)
            AnswerPush(stance, statement);
        else
            AnswerQuestion(stance, statement);
        if (progress.Phase == Phase.Questions && IsOutOfQuestions())
            BeginReadBack();
        return null;
    }

    private string? AnswerCall(int stance, in Statement statement)
    {
        if (!progress.Has(HandoverProgress.CallIsOpen))
            return "answer: nobody is on the telephone.";
        Pass(content.Parameters.Minutes.Answer);
        var refused = stance is Decline or FindOut or Hold || (stance < 0 && (statement.Stances & (Stances.Declines | Stances.WillFindOut)) != Stances.None);
        var told = stance is AnswerStance or GiveWay || !statement.IsEmpty || !refused;
        EndCall(told);
        Result.Say(told ? "The caller thanks you." : "The caller rings off.");
        return null;
    }

    /// <summary>Ends the call; a caller left hanging was told nothing.</summary>
    private void EndCall(bool told)
    {
        progress.Flags = (byte)((progress.Flags & ~HandoverProgress.CallIsOpen) | HandoverProgress.CallIsOver);
        Add(HandoverFacts.CallerAnswered, null, Bool(stay.CallerIsVerified), Bool(told));
    }

    private void AnswerQuestion(int stance, in Statement statement)
    {
        var question = stay.Questions[progress.Question];
        progress.Question++;
        var deferred = stance is FindOut or Decline || (statement.Stances & Stances.WillFindOut) != Stances.None;
        var reply = question.Slot < 0
            ? (deferred && statement.IsEmpty ? Reply.Deferred : Reply.Invented)
            : statement.IsEmpty ? (deferred ? Reply.Deferred : Reply.Unclear) : Check(question, statement);
        AddAnswered(question, reply);
        Result.Say("The receiving team takes a note.");
    }

    private Reply Check(in ReceiverQuestion question, in Statement statement)
    {
        var slot = stay.Slots[question.Slot];
        var truth = StatementJudge.Truth(stay, progress, question.Slot);
        var field = content.Items[slot.Item].Questions[question.Question].Field;
        var reply = Reply.Unclear;
        foreach (ref readonly var said in statement.Claims.AsSpan())
        {
            var claim = slot.Item == Items.Severity && said.Concept >= 0 && content.Concepts[said.Concept].Kind == "trend"
                ? said with { Concept = truth.Concept, Detail = said.Concept } : said;
            if (claim.Concept >= 0 && claim.Concept != truth.Concept)
            {
                // Something else; wrong where only one can be true, else beside the point.
                var judged = judge.Judge(stay, progress, slot.Item, claim);
                if (judged.Verdict is Verdict.Wrong or Verdict.Unsupported)
                    return Reply.Wrong;
                if (field == ClaimFields.None && judged.IsSound && reply == Reply.Unclear)
                    reply = Reply.Incomplete;
                continue;
            }

            var (right, wrong) = judge.Compare(claim, truth);
            if (claim.IsDoubted && wrong == ClaimFields.None)
            {
                reply = reply == Reply.Unclear ? Reply.Incomplete : reply;
                continue;
            }

            if (claim.IsNegated || wrong != ClaimFields.None)
                return Reply.Wrong;
            reply = (field == ClaimFields.None ? claim.Concept == truth.Concept : (right & field) != ClaimFields.None) ? Reply.Right : reply == Reply.Unclear ? Reply.Incomplete : reply;
        }

        return reply;
    }

    private void AnswerPush(int stance, in Statement statement)
    {
        var push = stay.Push!;
        var gaveWay = stance == GiveWay || (push.IsFair && stance == AnswerStance) || (statement.Stances & Stances.Agrees) != Stances.None;
        var held = stance is Hold or Decline || (statement.Stances & Stances.Declines) != Stances.None;
        foreach (ref readonly var claim in statement.Claims.AsSpan())
        {
            if (claim.Concept < 0)
                continue;
            var judged = judge.Judge(stay, progress, push.Item, claim);
            gaveWay |= !claim.IsNegated && (claim.Concept == push.Demands || claim.Detail == push.Demands) && push.Demands >= 0 && judged.Verdict == Verdict.Wrong;
            held |= judged.Slot == stay.PushSlot && judged.IsSound;
        }

        progress.PushesHeld = gaveWay ? (byte)stay.PushTimes : (byte)(progress.PushesHeld + 1);
        if (gaveWay && push.Refuses)
            progress.Phase = Phase.TimedOut;
        else if (gaveWay && stay.PushSlot >= 0)
            progress.Slots[stay.PushSlot].Flags |= SlotMarks.IsContradicted;
        AddPressed(push, gaveWay ? Press.GaveWay : held ? Press.Held : Press.Unclear);
        Result.Say(gaveWay ? "The receiving team is content." : "The receiving team is not pleased.");
    }

    private void AddPressed(Push push, Press reply) => Add(
        HandoverFacts.Pressed, content.Items[push.Item].Id, (int)reply, Bool(push.When == PushCondition.NotWorsening), Bool(push.IsFair));

    private void AddAnswered(in ReceiverQuestion question, Reply reply) => Add(
        HandoverFacts.Answered, null, Bool(question.Slot >= 0), (int)reply, question.Slot >= 0 ? (int)stay.Slots[question.Slot].Severity : 2);

    /// <summary>How a push was answered; the order is that of the fact's words.</summary>
    private enum Press
    {
        Held,
        Unclear,
        GaveWay,
    }

    /// <summary>How a question was answered; the order is that of the fact's words.</summary>
    private enum Reply
    {
        Right,
        Incomplete,
        Wrong,
        Deferred,
        Invented,
        Unanswered,
        Unclear,
    }
}
