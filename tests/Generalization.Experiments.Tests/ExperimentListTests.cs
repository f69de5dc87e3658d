using Generalization.Experiments;
using Generalization.Experiments.Kinds;

namespace Generalization.Tests;

public sealed class ExperimentListTests
{
    private const string Base = """{"kind": "training", "dataset": "a", "model": "b"}""";

    private static void Refused(string json, string sentence, int most = ExperimentList.DefaultMostExperiments)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            FluentActions
                .Invoking(() => ExperimentList.Load(path, KnownKinds.All, most))
                .Should()
                .Throw<ExperimentException>()
                .Which.Message.Should()
                .Be($"{path}: {sentence}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Ten => "[0,1,2,3,4,5,6,7,8,9]";

    [Fact]
    public void A_short_list_of_many_experiments_is_refused_before_any_is_made()
    {
        string Sweep(int properties) =>
            $$"""{"base": {{Base}}, "over": { {{string.Join(", ", Enumerable.Range(0, properties).Select(i => $"\"p{i}\": {Ten}"))}} } }""";
        string List(params string[] sweeps) => $$"""{"name": "l", "sweeps": [{{string.Join(',', sweeps)}}]}""";
        Refused(
            List(Sweep(8)),
            "Sweep 1 of l: It must multiply to at most 100,000 experiments, but does to 100,000,000; take values away, or raise "
                + "mostExperiments."
        );
        Refused(
            List(Sweep(30)),
            "Sweep 1 of l: It must multiply to at most 100,000 experiments, but does to more than 9,223,372,036,854,775,807; take values "
                + "away, or raise mostExperiments."
        );
        var seeds = $$"""{"base": {{Base}}, "over": {"seed": {{Ten}} } }""";
        Refused(
            List(seeds, seeds),
            "Sweep 2 of l: A list must multiply to at most 15 experiments, but this sweep has 10 after 10; take values away, or raise "
                + "mostExperiments.",
            most: 15
        );
        ExperimentList.Parse(List(seeds, seeds), KnownKinds.All, 20).Experiments.Should().HaveCount(10);
        FluentActions
            .Invoking(() => ExperimentList.Parse(List(seeds), KnownKinds.All, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("mostExperiments must be at least 1, but was 0.*");
    }

    [Fact]
    public void A_long_word_is_not_multiplied_either()
    {
        var text = new string('a', 100_000);
        Refused(
            $$"""
            {"name": "l", "sweeps": [{"base": {"kind": "training", "dataset": "{{text}}", "model": "b"},
              "over": {"seed": [{{string.Join(',', Enumerable.Range(0, 10_000))}}] } }] }
            """,
            "Sweep 1 of l: Its experiments must have at most 268,435,456 characters together, but have up to 1,000,480,000; write shorter "
                + "ones, or fewer."
        );
    }

    [Theory]
    [InlineData(
        """{"name": "l", "sweeps": [{"base": {"kind": "training", "seed": 1, "seed": 2}}]}""",
        "Sweep 1 of l: A property must stand once, but base.seed stands twice; remove one."
    )]
    [InlineData(
        """{"name": "l", "sweeps": [{"base": {}, "over": {"seed": [1], "seed": [2]}}]}""",
        "Sweep 1 of l: A property must stand once, but over.seed stands twice; remove one."
    )]
    [InlineData(
        """{"name": "l", "name": "m", "sweeps": []}""",
        "A list of experiments has one name and one list of sweeps, but name stands twice."
    )]
    [InlineData(
        """{"name": "\ud800", "sweeps": []}""",
        "A list of experiments must be a JSON object with a name and sweeps, a list, but is not."
    )]
    [InlineData(
        """{"name": "l", "\ud800": 1, "sweeps": []}""",
        "A list of experiments has a name and sweeps, but this one also has a name that is no text."
    )]
    public void A_name_twice_and_what_is_no_text_are_said_with_their_place(string json, string sentence) => Refused(json, sentence);

    [Theory]
    [InlineData("""{"name": "l", "sweeps": [{"base": {"kind": "training", "dataset": "\ud800"}}]}""", "base.dataset")]
    [InlineData("""{"name": "l", "sweeps": [{"base": {}, "over": {"dataset": ["a", "\udfff"]}}]}""", "over.dataset[1]")]
    [InlineData("""{"name": "l", "sweeps": [{"base": {"\ud800": 1}}]}""", "a name in base")]
    public void Half_a_character_is_said_with_its_place(string json, string place) =>
        Refused(
            json,
            $"Sweep 1 of l: Words must be whole Unicode characters, but {place} holds half of a pair (\\ud800 to \\udfff alone); write the "
                + "whole character."
        );
}
