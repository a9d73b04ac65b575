namespace ClinicalRl.Cluster.Tests.Processes;

/// <summary>Sends each request to the next of several ports on loopback, as a load balancer that knows nothing of their health.</summary>
internal sealed class SpreadingHandler(Func<int[]> ports) : DelegatingHandler(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false })
{
    private int next;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var all = ports();
        var port = all[(int)((uint)Interlocked.Increment(ref next) % (uint)all.Length)];
        request.RequestUri = new Uri(ServiceProcess.Address(port), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
