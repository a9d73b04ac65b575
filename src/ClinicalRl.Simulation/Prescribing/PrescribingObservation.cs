using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Flow;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Prescribing;

/// <summary>Renders what the prescriber sees. Nothing hidden goes in: only the request, what was looked up and the chart.</summary>
internal static class PrescribingObservation
{
    private const int TypicalBytes = 4_096;

    private static readonly byte[][] StatusWords = ["\"active\""u8.ToArray(), "\"paused\""u8.ToArray(), "\"stopped\""u8.ToArray()];

    [ThreadStatic]
    private static Utf8Text? buffer;

    public static Observation Render(PrescribingContent content, PrescribingStep step, bool ended) =>
        new((ReadOnlyMemory<byte>)Text(content, step, ended), Data(content, step, ended), step.Minute);

    /// <summary>The text, as a JSON string: a line feed is written \n.</summary>
    private static byte[] Text(PrescribingContent content, PrescribingStep step, bool ended)
    {
        var text = buffer ??= new Utf8Text(TypicalBytes);
        text.Clear();
        text.Append("\"Minute "u8).Append(step.Minute).Append(", to be decided by minute "u8).Append(step.Case.Family.DeadlineMinutes);
        text.Append(ended ? ". Ended.\\n"u8 : ".\\n"u8).Append(step.Record.Surface.Heading);
        AppendResult(text, step);
        AppendNews(text, step.Result);
        text.Append("Chart:\\n"u8);
        var shown = false;
        for (var i = 0; i < step.Chart.Length; i++)
        {
            if (!step.IsVisible(i))
                continue;
            AppendOrder(content, text, step, i);
            shown = true;
        }

        return text.Append(shown ? "\""u8 : "(nothing is asked for and medicines have not been read)\\n\""u8).Written.ToArray();
    }

    private static void AppendResult(Utf8Text text, PrescribingStep step)
    {
        var result = step.Result;
        if (result.Place is { } place)
            text.Append("Found: "u8).Append(place.Text).Append("\\n"u8);
        if (result.Text is { } said)
            text.Append("Result: "u8).AppendInner(said).Append("\\n"u8);
        if (result.Alerts is not { } alerts)
            return;
        foreach (var (_, _, _, alert) in alerts)
            text.Append("Alert: "u8).AppendInner(alert).Append("\\n"u8);
    }

    private static void AppendNews(Utf8Text text, StepResult result)
    {
        if (result.News is not { } news)
            return;
        foreach (var (said, place) in news)
            text.Append("News: "u8).AppendInner(said).Append(place is null ? default : place.Text.AsSpan()).Append("\\n"u8);
    }

    private static void AppendOrder(PrescribingContent content, Utf8Text text, PrescribingStep step, int index)
    {
        ref readonly var order = ref step.Chart[index];
        text.Append("M"u8).Append(index + 1).Append(" "u8);
        if (IsAsAtFirst(step, index))
            text.Append(step.Record.Surface.OrderTexts[index]);
        else
            text.AppendInner(OrderText.Write(content, order));
        text.Append(Origin(order)).Append(order.Status switch { OrderStatus.Active => default, OrderStatus.Paused => ", PAUSED"u8, _ => ", STOPPED"u8 }).Append("\\n"u8);
    }

    private static ReadOnlySpan<byte> Origin(in Order order) =>
        order.Is(OrderFlags.Amended) ? " - changed by you"u8
        : order.Is(OrderFlags.Requested) ? " - ASKED FOR, waits for your signature"u8
        : order.Is(OrderFlags.ByAgent) ? " - written by you"u8
        : order.Is(OrderFlags.SelfBought) ? " - taken without a prescription"u8
        : " - on the record"u8;

    private static ReadOnlySpan<byte> OriginWord(in Order order) =>
        order.Is(OrderFlags.Requested) ? "\"requested\""u8 : order.Is(OrderFlags.ByAgent) ? "\"yours\""u8 : order.Is(OrderFlags.SelfBought) ? "\"self_bought\""u8 : "\"record\""u8;

    private static bool IsAsAtFirst(PrescribingStep step, int index) => index < step.Case.Chart.Length && !step.Chart[index].Is(OrderFlags.Amended);

    private static byte[] Data(PrescribingContent content, PrescribingStep step, bool ended)
    {
        var json = buffer ??= new Utf8Text(TypicalBytes);
        json.Clear();
        json.Append("{\"minute\":"u8).Append(step.Minute).Append(",\"decide_by_minute\":"u8).Append(step.Case.Family.DeadlineMinutes);
        json.Append(",\"ended\":"u8).Append(ended).Append(","u8).Append(step.Record.Surface.Json);
        WriteResult(json, step);
        json.Append(",\"chart\":["u8);
        var written = 0;
        for (var i = 0; i < step.Chart.Length; i++)
        {
            if (!step.IsVisible(i))
                continue;
            ref readonly var order = ref step.Chart[i];
            json.Append(written++ > 0 ? ",{\"id\":\"M"u8 : "{\"id\":\"M"u8).Append(i + 1).Append("\","u8);
            json.Append(IsAsAtFirst(step, i) ? step.Record.Surface.OrderJson[i] : CaseSurface.OrderMembers(content, order));
            json.Append(",\"origin\":"u8).Append(OriginWord(order)).Append(",\"changed\":"u8).Append(order.Is(OrderFlags.Amended));
            json.Append(",\"status\":"u8).Append(StatusWords[(int)order.Status]).Append("}"u8);
        }

        return json.Append("]}"u8).Written.ToArray();
    }

    private static void WriteResult(Utf8Text json, PrescribingStep step)
    {
        var result = step.Result;
        json.Append(",\"result\":{\"tool\":"u8).AppendJson(result.Tool).Append(",\"valid\":"u8).Append(!result.IsInvalid).Append(",\"text\":\""u8);
        if (result.Place is { } place)
            json.Append(place.Text);
        else if (result.Text is { } said)
            json.AppendInner(said);
        json.Append("\",\"facts\":["u8).Append(result.Place is { } found ? found.Facts : default);
        if (result.Number is { } number)
            json.Append("{\"kind\":\"calculated\",\"name\":"u8).AppendJson(number.Name).Append(",\"value\":"u8).Append(number.Value).Append("}"u8);
        json.Append("],\"alerts\":["u8);
        for (var i = 0; i < (result.Alerts?.Count ?? 0); i++)
            WriteAlert(json, result.Alerts![i], isFirst: i == 0);
        json.Append("]},\"news\":["u8);
        for (var i = 0; i < (result.News?.Count ?? 0); i++)
        {
            var (text, news) = result.News![i];
            json.Append(i > 0 ? ",{\"text\":\""u8 : "{\"text\":\""u8).AppendInner(text).Append(news is null ? default : news.Text.AsSpan());
            json.Append("\",\"facts\":["u8).Append(news is null ? default : news.Facts.AsSpan()).Append("]}"u8);
        }

        json.Append("]"u8);
    }

    private static void WriteAlert(Utf8Text json, (string Rule, int Order, int Other, string Text) alert, bool isFirst)
    {
        json.Append(isFirst ? "{\"rule\":"u8 : ",{\"rule\":"u8).AppendJson(alert.Rule).Append(",\"order\":\"M"u8).Append(alert.Order + 1).Append("\""u8);
        if (alert.Other >= 0)
            json.Append(",\"with\":\"M"u8).Append(alert.Other + 1).Append("\""u8);
        json.Append(",\"text\":"u8).AppendJson(alert.Text).Append("}"u8);
    }
}
