using System.Net;
using System.Net.Sockets;

namespace Generalization.Tests.Support;

/// <summary>A port that leads to another one, until the network between them is cut: then what is under way stays under way, as where a
/// cable is drawn, and nobody is told.</summary>
internal sealed class CuttableNetwork : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly Task accepting;
    private volatile TaskCompletionSource whole = new();

    public CuttableNetwork(int to)
    {
        whole.SetResult();
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept(to);
    }

    public int Port { get; }

    public void Cut() => whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend() => whole.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        Mend();
        listener.Stop();
        await Task.WhenAny(accepting);
        ended.Dispose();
    }

    private async Task Accept(int to)
    {
        while (!ended.IsCancellationRequested)
            _ = Lead(await listener.AcceptSocketAsync(ended.Token), to);
    }

    private async Task Lead(Socket near, int to)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            await whole.Task;
            await far.ConnectAsync(IPAddress.Loopback, to, ended.Token);
            await Task.WhenAny(Copy(near, far), Copy(far, near));
        }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        int got;
        while ((got = await from.ReceiveAsync(buffer, ended.Token)) > 0)
        {
            await whole.Task;
            for (var sent = 0; sent < got; )
                sent += await to.SendAsync(buffer.AsMemory(sent, got - sent), ended.Token);
        }
    }
}
