using Generalization.Distributed.Orleans;

namespace Generalization.Tests;

public class EngineOptionsTests
{
    [Fact]
    public void A_number_that_makes_no_sense_is_refused_in_a_sentence()
    {
        Refused(() => new EngineOptions("x") { Silos = 0 }, "Silos must be positive, but was 0. (Parameter 'Silos')");
        Refused(
            () => new EngineOptions("x") { SilosWithin = TimeSpan.Zero },
            "SilosWithin must be positive, but was 00:00:00. (Parameter 'SilosWithin')"
        );
        Refused(
            () => new EngineOptions("x") { Patience = TimeSpan.FromSeconds(-1) },
            "Patience must be positive, but was -00:00:01. (Parameter 'Patience')"
        );
        Refused(
            () => new EngineOptions("x") { BytesUnderWay = 0 },
            "BytesUnderWay must be positive, but was 0. (Parameter 'BytesUnderWay')"
        );
    }

    private static void Refused(Func<EngineOptions> make, string sentence) =>
        FluentActions.Invoking(make).Should().Throw<ArgumentOutOfRangeException>().WithMessage(sentence);
}
