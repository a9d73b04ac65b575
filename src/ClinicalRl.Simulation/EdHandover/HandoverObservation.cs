using ClinicalRl.Simulation.EdHandover.Flow;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.EdHandover;

/// <summary>Renders what the agent sees: text, and the same as JSON.</summary>
internal static class HandoverObservation
{
    private const int TypicalBytes = 4_096;
    private const int MostLines = 5;
    private static readonly string[] PhaseWords = ["composing", "questions", "read_back", "accepted", "timed_out"];

    [ThreadStatic]
    private static Utf8Text? buffer;

    public static Observation Render(HandoverStep step)
    {
        var output = buffer ??= new Utf8Text(TypicalBytes);
        output.Clear();
        var text = Text(step, output);
        output.Clear();
        return new Observation(text, Data(step, output), step.Progress.Minute);
    }

    private static byte[] Text(HandoverStep step, Utf8Text text)
    {
        var stay = step.Stay;
        var progress = step.Progress;
        text.Append("\""u8).AppendClock(ClockTimes.Add(stay.Start, progress.Minute)).Append(", minute "u8).Append(progress.Minute).Append(" of "u8).Append(step.Content.Parameters.LimitMinutes);
        text.Append(stay.Pages.Heading(stay, step.Content));
        if (step.Result.Text.Length > 0)
            text.AppendInner(step.Result.Text).Append("\\n"u8);
        text.Append(step.Result.Page.Text);
        foreach (var news in step.News)
            text.Append("! "u8).AppendInner(news).Append("\\n"u8);
        AppendComposed(text, step);
        if (step.Ended)
            text.Append(progress.Phase == Phase.Accepted ? "The handover is over: accepted."u8 : "The handover is over: not accepted."u8);
        else
            AppendOpen(text, step);
        return text.Append("\""u8).Written.ToArray();
    }

    private static void AppendComposed(Utf8Text text, HandoverStep step)
    {
        var any = false;
        for (var i = 0; i < Content.Items.Count; i++)
        {
            if (step.Progress.Tallies[i].Stated == 0)
                continue;
            text.Append(any ? ", "u8 : "Written so far: "u8).AppendInner(step.Content.Items[i].Id).Append(" ("u8).Append((int)step.Progress.Tallies[i].Stated).Append(")"u8);
            any = true;
        }

        if (any)
            text.Append(".\\n"u8);
    }

    private static void AppendOpen(Utf8Text text, HandoverStep step)
    {
        if (step.Progress.Has(HandoverProgress.CallIsOpen))
            text.Append("On the telephone, answer with CALL.\\n"u8);
        if (step.Progress.Phase == Phase.Questions)
        {
            text.Append("The receiving team "u8).Append(step.IsPushing ? "presses (PUSH): "u8 : "asks (Q"u8);
            if (!step.IsPushing)
                text.Append(step.Progress.Question + 1).Append("): "u8);
            AppendQuestion(text, step);
        }
        else if (step.Progress.Phase == Phase.ReadBack)
        {
            text.Append("The receiving team reads back:\\n"u8);
            Span<int> lines = stackalloc int[MostLines];
            var count = step.Lines(lines);
            for (var i = 0; i < count; i++)
            {
                text.Append(i + 1).Append(". "u8);
                AppendLine(text, step, lines[i]);
                text.Append("\\n"u8);
            }

            text.Append(count == 0 ? "\\\"I have nothing written down.\\\" Confirm or correct."u8 : "Confirm, or correct a line."u8);
        }
    }

    private static void AppendQuestion(Utf8Text text, HandoverStep step)
    {
        var stay = step.Stay;
        if (step.IsPushing)
        {
            text.AppendInner(step.Progress.PushesHeld == 0 ? stay.Push!.Says : stay.Push!.Again);
            return;
        }

        var question = stay.Questions[step.Progress.Question];
        if (question.Slot < 0)
        {
            text.AppendInner(step.Content.People.Unanswerable[question.Question]);
            return;
        }

        var slot = stay.Slots[question.Slot];
        step.Content.Items[slot.Item].Questions[question.Question].Words.AppendTo(text, slot.Truth, stay.Person, step.Content);
    }

    private static void AppendLine(Utf8Text text, HandoverStep step, int slot) =>
        step.Content.Items[step.Stay.Slots[slot].Item].Read.AppendTo(text, step.LineOf(slot), step.Stay.Person, step.Content);

    private static byte[] Data(HandoverStep step, Utf8Text json)
    {
        var stay = step.Stay;
        var progress = step.Progress;
        json.Append("{\"minute\":"u8).Append(progress.Minute).Append(",\"limit_minutes\":"u8).Append(step.Content.Parameters.LimitMinutes).Append(",\"clock\":\""u8);
        json.AppendClock(ClockTimes.Add(stay.Start, progress.Minute)).Append("\",\"ended\":"u8).Append(step.Ended).Append(",\"phase\":"u8).AppendJson(PhaseWords[(int)progress.Phase]);
        json.Append(",\"stay\":"u8).Append(stay.Pages.StayJson(stay, step.Content));
        json.Append(",\"result\":{\"tool\":"u8).AppendJson(step.Result.Tool).Append(",\"valid\":"u8).Append(!step.Result.IsInvalid).Append(",\"text\":"u8).AppendJson(step.Result.Text);
        json.Append(",\"entries\":["u8).Append(step.Result.Page.Json).Append("]},\"news\":["u8);
        for (var i = 0; i < step.News.Count; i++)
            json.Append(i > 0 ? ","u8 : default).AppendJson(step.News[i]);
        json.Append("],\"written\":{"u8);
        var first = true;
        for (var i = 0; i < Content.Items.Count; i++)
        {
            if (progress.Tallies[i].Stated == 0)
                continue;
            json.Append(first ? "\""u8 : ",\""u8).AppendInner(step.Content.Items[i].Id).Append("\":"u8).Append((int)progress.Tallies[i].Stated);
            first = false;
        }

        json.Append("},\"open\":["u8);
        if (!step.Ended)
            WriteOpen(json, step);
        return json.Append("]}"u8).Written.ToArray();
    }

    private static void WriteOpen(Utf8Text json, HandoverStep step)
    {
        var progress = step.Progress;
        var started = json.Length;
        if (progress.Has(HandoverProgress.CallIsOpen))
            json.Append("{\"id\":\"CALL\",\"text\":"u8).AppendJson(step.Stay.Caller).Append("}"u8);
        if (progress.Phase == Phase.Questions)
        {
            json.Append(json.Length > started ? ",{\"id\":\""u8 : "{\"id\":\""u8);
            if (step.IsPushing)
                json.Append("PUSH"u8);
            else
                json.Append("Q"u8).Append(progress.Question + 1);
            json.Append("\",\"text\":\""u8);
            AppendQuestion(json, step);
            json.Append("\"}"u8);
        }
        else if (progress.Phase == Phase.ReadBack)
        {
            Span<int> lines = stackalloc int[MostLines];
            var count = step.Lines(lines);
            for (var i = 0; i < count; i++)
            {
                json.Append(json.Length > started ? ",{\"id\":\"LINE"u8 : "{\"id\":\"LINE"u8).Append(i + 1).Append("\",\"text\":\""u8);
                AppendLine(json, step, lines[i]);
                json.Append("\"}"u8);
            }
        }
    }
}
