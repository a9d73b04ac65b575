using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation.Flow;

namespace ClinicalRl.Simulation.PatientConversation;

/// <summary>Renders what the agent sees and hears. Nothing hidden goes in: only the surface, what was said and what was decided.</summary>
internal static class ConversationObservation
{
    private const int TypicalBytes = 2_048;

    [ThreadStatic]
    private static Utf8Text? buffer;

    public static Observation Render(ConversationStep step) => new((ReadOnlyMemory<byte>)Text(step), Data(step), step.Talk.Minute);

    /// <summary>The text, as a JSON string: a line feed is written \n.</summary>
    private static byte[] Text(ConversationStep step)
    {
        var text = buffer ??= new Utf8Text(TypicalBytes);
        ref readonly var talk = ref step.Talk;
        text.Clear();
        text.Append("\"Minute "u8).Append(talk.Minute).Append(". "u8).Append(step.Scenario.Surface.Heading).Append("\\n"u8);
        if (step.Reply.Notes.Length > 0)
            text.Append("("u8).AppendInner(step.Reply.Notes).Append(")\\n"u8);
        if (step.Reply.Said.Length > 0)
            text.Append("They say"u8).AppendInner(Through(step)).Append(": "u8).AppendInner(step.Reply.Said).Append("\\n"u8);
        foreach (var (code, present, _) in step.Reply.Findings)
            text.Append(present ? "Found: "u8 : "Not found: "u8).AppendInner(code.Replace('-', ' ')).Append("\\n"u8);
        if (talk.Plan >= 0)
            text.Append("Plan: "u8).AppendInner(step.PlanTitle).Append(talk.Has(TalkFlags.PlanAgreed) ? ", agreed.\\n"u8 : ", not agreed yet.\\n"u8);
        if (step.Ended)
            text.Append("The consultation is over.\\n"u8);
        return text.Append("\""u8).Written.ToArray();
    }

    private static string Through(ConversationStep step) =>
        step.Scenario.Interpreter is not { } interpreter ? "" : step.Talk.Has(TalkFlags.InterpreterPresent) ? ", through the interpreter" : $", through {interpreter.Who}";

    private static byte[] Data(ConversationStep step)
    {
        var json = buffer ??= new Utf8Text(TypicalBytes);
        ref readonly var talk = ref step.Talk;
        json.Clear();
        json.Append("{\"minute\":"u8).Append(talk.Minute).Append(",\"ended\":"u8).Append(step.Ended).Append(","u8).Append(step.Scenario.Surface.Json);
        json.Append(",\"result\":{\"tool\":"u8).AppendJson(step.Reply.Tool).Append(",\"valid\":"u8).Append(!step.Reply.IsInvalid).Append("}"u8);
        json.Append(",\"said\":"u8).AppendJson(step.Reply.Said).Append(",\"noticed\":"u8).AppendJson(step.Reply.Notes).Append(",\"findings\":["u8);
        for (var i = 0; i < step.Reply.Findings.Count; i++)
        {
            var (code, present, words) = step.Reply.Findings[i];
            json.Append(i > 0 ? ",{\"code\":"u8 : "{\"code\":"u8).AppendJson(code).Append(",\"present\":"u8).Append(present);
            json.Append(",\"text\":"u8).AppendJson(words).Append("}"u8);
        }

        json.Append("],\"pushes_back\":"u8).Append(talk.Push == PushStage.Pressing);
        json.Append(",\"asks_if_ai\":"u8).Append(talk.Has(TalkFlags.AiAsked) && !talk.Has(TalkFlags.AiAnswered));
        json.Append(",\"interpreter\":"u8).Append(talk.Has(TalkFlags.InterpreterPresent)).Append(",\"alone\":"u8).Append(talk.Has(TalkFlags.Alone));
        if (talk.Plan >= 0)
            json.Append(",\"plan\":"u8).AppendJson(step.Plan).Append(",\"plan_agreed\":"u8).Append(talk.Has(TalkFlags.PlanAgreed));
        return json.Append("}"u8).Written.ToArray();
    }
}
