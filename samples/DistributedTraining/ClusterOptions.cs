using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Generalization.CommandLine;
using Generalization.Distributed.Orleans;

namespace Generalization.Samples;

/// <summary>The options of a cluster and of its members.</summary>
internal static class ClusterOptions
{
    public static readonly Option<string> Role = OptionFactory.Choice(
        "--role",
        "What this process is: all starts the others on this machine; the rest are members of a cluster on many machines",
        "all",
        "all",
        "silo",
        "worker",
        "watch"
    );
    public static readonly Option<int> Silos = OptionFactory.Value(
        "--silos",
        "The processes that hold the parameters, with --workers this one among them; a training that begins waits 10 s for them",
        2,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<int?> Number = OptionFactory.Optional<int>(
        "--number",
        "With --role worker: its number (default: JOB_COMPLETION_INDEX or SLURM_ARRAY_TASK_ID)",
        n => n >= 0,
        "be at least 0"
    );
    public static readonly Option<string?> Redis = new("--redis")
    {
        Description = "HOST:PORT of a Redis or Garnet by which members find each other (default: the first silo on this machine)",
    };
    public static readonly Option<string?> Secret = new("--secret")
    {
        Description =
            "A PFX file that only the members have, its password in GENERALIZATION_SECRET; members then speak TLS and refuse others. "
            + "It is made where it is missing",
    };
    public static readonly Option<string?> Checkpoints = new("--checkpoints")
    {
        Description = "A folder that all silos see (default: one in --out; for members of a cluster on many machines, ./checkpoints)",
    };
    public static readonly Option<int> Port = OptionFactory.Value("--port", "A silo's port", 11111, InRange, "be a port");
    public static readonly Option<int> Gateway = OptionFactory.Value("--gateway", "A silo's port for clients", 30000, InRange, "be a port");
    public static readonly Option<int[]> Gateways = OptionFactory.Values(
        "--gateways",
        "The gateways on this machine that a client may use",
        [30000],
        InRange,
        "be ports"
    );
    public static readonly Option<int> Primary = OptionFactory.Value(
        "--primary",
        "The port of the first silo on this machine",
        11111,
        InRange,
        "be a port"
    );
    public static readonly Option<int> Threads = OptionFactory.Value(
        "--threads",
        "libtorch's threads of a member",
        1,
        n => n is >= 1 and <= 1024,
        "lie in [1, 1024]"
    );
    public static readonly Option<int> Chaos = OptionFactory.Value(
        "--chaos",
        "With --workers: so many random kills and pauses of members, by --seed",
        0,
        n => n >= 0,
        "be at least 0"
    );
    public static readonly Option<int?> Transfer = OptionFactory.Optional<int>(
        "--transfer",
        "Trains nothing and measures push and pull of so many MB of parameters between this process and a silo beside it",
        n => n is >= 1 and <= 1000,
        "lie in [1, 1000]"
    );

    public static Option[] All { get; } =
    [Role, Silos, Number, Redis, Secret, Checkpoints, Port, Gateway, Gateways, Primary, Threads, Chaos, Transfer];

    /// <summary>The worker's number.</summary>
    public static int WorkerNumber(this ParseResult given)
    {
        if (given.GetValue(Number) is { } number)
            return number;
        foreach (var name in new[] { "JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID" })
            if (int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return index;
        throw new ArgumentException("A worker needs a number that no other has: give --number.");
    }

    /// <summary>The cluster's secret, which is made where it is missing; null where none is asked for.</summary>
    public static X509Certificate2? ReadSecret(this ParseResult given)
    {
        if (given.GetValue(Secret) is not { } path)
            return null;
        var password =
            Environment.GetEnvironmentVariable("GENERALIZATION_SECRET")
            ?? throw new ArgumentException("--secret needs the file's password in GENERALIZATION_SECRET, which is not set.");
        var now = TimeProvider.System.GetUtcNow();
        try
        {
            if (!File.Exists(path))
                ClusterSecurity.Create(path, password, now.AddDays(-1), now.AddYears(1));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another member made it at the same time.
        }

        return ClusterSecurity.Read(path, password);
    }

    private static bool InRange(int port) => port is >= 1 and <= 65535;
}
