using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Generalization.Distributed.Orleans;

/// <summary>Makes a call until somebody answers: a silo that was lost is another one's within seconds.</summary>
internal sealed class Persistence(ILogger logger)
{
    public static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(200);

    public async Task<T> Call<T>(Func<Task<T>> call, CancellationToken token)
    {
        while (true)
        {
            token.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(token);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or IOException or ObjectDisposedException)
            {
                logger.LogWarning("Asks again: {Problem}", e.Message);
                await Task.Delay(Pause, token);
            }
        }
    }

    public Task Call(Func<Task> call, CancellationToken token) =>
        Call(
            async () =>
            {
                await call();
                return true;
            },
            token
        );
}
