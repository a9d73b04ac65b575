using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.Tests.Hosting;

namespace ClinicalRl.Service.Tests.Jobs;

/// <summary>Waiting for jobs.</summary>
public static class JobCalls
{
    /// <summary>The job at this path once it has ended.</summary>
    public static async Task<JobAnswer> EndedAsync(this HttpClient client, string job)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = Wire.Read<JobAnswer>((await client.ReadAsync(job)).Text);
            if (answer.Status != "running")
                return answer;
            await Task.Delay(20, limit.Token);
        }
    }
}
