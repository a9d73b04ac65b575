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

    /// <summary>Writes <c>{"status", "body"}</c> or <c>{"status", "problem"}</c>.</summary>
    public void WriteTo(IBufferWriter<byte> output)
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
