using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Batches;

/// <summary>What became of one item of a batch.</summary>
/// <param name="Problem">Why it was refused, or null.</param>
/// <param name="Reply">The episode's reply, when it was not refused before.</param>
internal readonly record struct BatchItem(Problem? Problem, EpisodeReply Reply)
{
    /// <summary>An item that an episode answered.</summary>
    public static BatchItem Of(in EpisodeReply reply) => new(EpisodeAnswers.ProblemOf(reply), reply);

    /// <summary>An item that was refused.</summary>
    public static BatchItem Refused(Problem problem) => new(problem, default);

    /// <summary>Writes <c>{"items": [{"status", "body"} or {"status", "problem"}, …]}</c>, in the order asked.</summary>
    public static ReadOnlyMemory<byte> WriteAll(ReadOnlySpan<BatchItem> items)
    {
        var length = 32;
        foreach (ref readonly var item in items)
            length += item.Reply.Body.Length + 64;
        var output = new ArrayBufferWriter<byte>(length);
        output.Write("{\"items\":["u8);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            items[i].WriteTo(output);
        }

        output.Write("]}"u8);
        return output.WrittenMemory;
    }

    private void WriteTo(IBufferWriter<byte> output)
    {
        var status = Problem?.Kind.Status ?? EpisodeAnswers.StatusOf(Reply);
        output.Write("{\"status\":"u8);
        Encoding.UTF8.GetBytes(status.ToString(CultureInfo.InvariantCulture), output);
        if (Problem is null)
        {
            output.Write(",\"body\":"u8);
            output.Write(Reply.Body.Span);
        }
        else
        {
            output.Write(",\"problem\":"u8);
            using var writer = new Utf8JsonWriter(output);
            Problem.WriteTo(writer);
        }

        output.Write("}"u8);
    }
}
