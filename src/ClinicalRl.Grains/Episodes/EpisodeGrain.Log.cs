using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Episodes;

internal sealed partial class EpisodeGrain
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Episode {Episode} cannot be continued and was left as it is: {Reason}")]
    private static partial void LogUnrecoverable(ILogger logger, EpisodeKey episode, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Episode {Episode} was written by another activation; this one gives way and reads it again.")]
    private static partial void LogConflict(ILogger logger, EpisodeKey episode);

    [LoggerMessage(Level = LogLevel.Error, Message = "Episode {Episode}: the engine failed on step {Step}; nothing was recorded.")]
    private static partial void LogEngineFailed(ILogger logger, EpisodeKey episode, int step, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal failed while episode {Episode} was served.")]
    private static partial void LogJournalFailed(ILogger logger, EpisodeKey episode, Exception error);
}
