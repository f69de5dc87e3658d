using System.Globalization;
using System.Text;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Csv;
using Generalization.Tests.Support;

namespace Generalization.Tests.Data.Csv;

public sealed class CsvDatasetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("csv").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private string Write(string text, string name = "flowers.csv")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static CsvOptions All(string test) => new() { TestFile = test };

    private static void Shows(Dataset data, params double[][] rows)
    {
        data.Count.Should().Be(rows.Length);
        for (var i = 0; i < rows.Length; i++)
            data.Pixels.ReadImage(i).Should().Equal(rows[i]);
    }

    [Fact]
    public void A_pipe_in_the_files_place_is_refused()
    {
        var pipe = Path.Combine(folder, "pipe.csv");
        if (NamedPipe.TryMake(pipe))
            new Action(() => CsvDataset.Load(pipe, new CsvOptions()))
                .Should()
                .Throw<IOException>()
                .WithMessage($"{pipe} must be a regular file, but is a named pipe. Remove it, or name another file.");
    }

    [Fact]
    public void Numbers_and_classes_come_in_file_order_and_classes_in_that_of_their_names()
    {
        var train = Write("width,height,kind\n1,2.5,rose\n-3e2,+4,Aster\n 5 ,6, rose \n");
        var test = Write("width,height,kind\n7,8,tulip\n", "test.csv");
        var data = CsvDataset.Load(train, All(test));
        data.ClassNames.Should().Equal("Aster", "rose", "tulip");
        Shows(data.Train, [1, 2.5], [-300, 4], [5, 6]);
        Shows(data.Test, [7, 8]);
        data.Train.Labels.ToArray().Should().Equal(1, 0, 1);
        data.Test.Labels.ToArray().Should().Equal(2);
        (data.Name, data.Shape, data.Train.Pixels.Scale, data.Train.Pixels.Type, data.IsHeldOut)
            .Should()
            .Be(("flowers", new ImageShape(1, 1, 2), PixelScale.Raw, PixelType.Float64, false));
        data.Train.Lineage.Single().Operation.Should().Be("3 lines of flowers.csv read");
        data.Test.Lineage.Single().Operation.Should().Be("1 lines of test.csv read");
    }

    [Theory]
    [InlineData("kind")]
    [InlineData(1)]
    public void The_label_column_is_known_by_name_or_number_and_others_can_be_left_out(object label)
    {
        var path = Write("kind;width;id;height\r\na;1;x1;2\r\nb;3;x2;4\r\n");
        CsvColumn column = label is string name ? name : (int)label;
        var data = CsvDataset.Load(
            path,
            new()
            {
                Label = column,
                Delimiter = ';',
                Ignore = ["id"],
                TestFile = path,
                Name = "mine",
            }
        );
        Shows(data.Train, [1, 2], [3, 4]);
        data.Name.Should().Be("mine");
    }

    [Fact]
    public void Quotes_hold_delimiters_ends_of_lines_and_quotes()
    {
        var path = Write("\"a \"\"wide\"\"\nname\", \"kind\"\n\"1\",\"x,\ny\"\n\n2, \" x\"\n3,\"z\"", "quoted.csv");
        var data = CsvDataset.Load(path, All(path));
        data.ClassNames.Should().Equal(" x", "x,\ny", "z");
        Shows(data.Train, [1], [2], [3]);
    }

    [Fact]
    public void Lines_without_a_header_are_all_examples()
    {
        var path = Write("1,2,a\n3,4,b\n");
        Shows(CsvDataset.Load(path, new() { Header = false, TestFile = path }).Train, [1, 2], [3, 4]);
    }

    [Fact]
    public void Marks_at_the_beginning_are_no_part_of_a_name()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode })
        {
            var path = Path.Combine(folder, "marked.csv");
            File.WriteAllText(path, "größe,art\n1,ä\n2,b\n", encoding);
            CsvDataset.Load(path, new() { Label = "art", TestFile = path }).ClassNames.Should().Equal("b", "ä");
        }
    }

    [Fact]
    public void A_share_is_held_out_where_there_is_no_test_file()
    {
        var lines = string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},{i / 2.0},{i % 3}\n")));
        var path = Write("a,b,c\n" + lines);
        var data = CsvDataset.Load(path);
        (data.Train.Count, data.Test.Count, data.IsHeldOut).Should().Be((40, 10, true));
        foreach (var set in new[] { data.Train, data.Test })
            for (var i = 0; i < set.Count; i++)
                (set.Pixels.ReadImage(i)[0], set.Labels[i]).Should().Be((set.Indices[i], set.Indices[i] % 3));
        CsvDataset.Load(path, new() { HeldOut = 0.001 }).Test.Count.Should().Be(1);
        CsvDataset
            .Load(path, new() { Seed = 1 })
            .Test.Indices.SequenceEqual(data.Test.Indices)
            .Should()
            .BeFalse("another seed holds out others");
        data.Corrupt(new UniformLabelNoise(1), 1).Train.ChangedCount.Should().BeGreaterThan(0);
    }

    [Fact]
    public void A_column_of_numbers_may_be_the_target()
    {
        var path = Write("a,price\n1,10.5\n2,-3\n3,0\n");
        var data = CsvDataset.Load(path, new() { Regression = true, TestFile = path });
        (data.ClassCount, data.TargetCount).Should().Be((0, 1));
        data.Train.Targets.ToArray().Should().Equal(10.5, -3, 0);
        CsvDataset.Load(path, new() { Regression = true }).Test.Targets.Length.Should().Be(1);
    }

    [Fact]
    public void Cultures_do_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
            };
            var path = Write("a,b\n1.5,x\n2.25,y\n");
            Shows(CsvDataset.Load(path, All(path)).Train, [1.5], [2.25]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private const string Correct =
        "Correct the line or take it out; take out a column of something else, or leave it out by Ignore in a program.";
    private const string Fields = "Correct the line, or separate the fields by commas; a program can name another Delimiter.";
    private const string Quoted = "Correct the line; a quote inside a field in quotes is doubled.";
    private const string Another = "Name another column, or the delimiter that stands between the fields.";

    [Theory]
    [InlineData("a,b\n1,x\n,y\n", "line 3, column 1 (a): expected a finite number with a decimal point, but found nothing. " + Correct)]
    [InlineData("a,b\n1,x\n2;5,y\n", "line 3, column 1 (a): expected a finite number with a decimal point, but found \"2;5\". " + Correct)]
    [InlineData("a,b\n\"2,5\",y\n", "line 2, column 1 (a): expected a finite number with a decimal point, but found \"2,5\". " + Correct)]
    [InlineData(
        "a,b\n1.000.000,y\n",
        "line 2, column 1 (a): expected a finite number with a decimal point, but found \"1.000.000\". " + Correct
    )]
    [InlineData("a,b\nNaN,y\n", "line 2, column 1 (a): expected a finite number with a decimal point, but found \"NaN\". " + Correct)]
    [InlineData("a,b\n1e999,y\n", "line 2, column 1 (a): expected a finite number with a decimal point, but found \"1e999\". " + Correct)]
    [InlineData(
        "a,b\n\n1,x\n\n\n2,\n",
        "line 6, column 2 (b): expected the name of a class, but found nothing. Fill it in, or take the line out."
    )]
    [InlineData("a,b\n1,x\n1,2,y\n", "line 3: expected 2 columns, but found 3. " + Fields)]
    [InlineData("a,b\n1,x\n1\n", "line 3: expected 2 columns, but found 1. " + Fields)]
    [InlineData("", "line 1: expected a header, but found the end of the file. Name a CSV file with lines.")]
    [InlineData("a,b\n", "line 2: expected an example, but found the end of the file. Name a CSV file with lines.")]
    [InlineData(
        "a,b\n1,x\n2,x\n",
        "column 2: expected at least two classes, but found only \"x\". "
            + "Make the classes the last column; a program can name theirs by Label."
    )]
    [InlineData(
        "a;b\n1;x\n",
        "line 1: expected a column of numbers beside the label's, but found 1 column, 0 of them left out. "
            + "Separate the fields by commas; a program can name another Delimiter."
    )]
    [InlineData("a,b\n1,\"x\n2,y\n", "line 2: expected a quote at the end of a field in quotes, but found the end of the file. " + Quoted)]
    [InlineData("a,b\n1,\"x\"y\n", "line 2: expected the end of a field after its closing quote, but found \"y\". " + Quoted)]
    public void What_is_wrong_is_named_by_line_and_column(string text, string sentence)
    {
        var path = Write(text);
        new Action(() => CsvDataset.Load(path)).Should().Throw<DatasetFormatException>().WithMessage($"{path}, {sentence}");
    }

    [Fact]
    public void A_label_column_that_is_not_there_is_named_with_those_that_are()
    {
        var path = Write("a,b,b\n1,2,x\n");
        void Refuses(CsvColumn label, string sentence) =>
            new Action(() => CsvDataset.Load(path, new() { Label = label }))
                .Should()
                .Throw<DatasetFormatException>()
                .WithMessage($"{path}, line 1: {sentence}");
        Refuses("kind", "expected a column named \"kind\", but found \"a\", \"b\", \"b\". " + Another);
        Refuses("b", "expected one column named \"b\", but found several. Name the column by its number.");
        Refuses(4, "expected at least 4 columns, but found 3. " + Another);
        new Action(() => CsvDataset.Load(path, new() { Label = "b", Header = false }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A column is found by its name in a header only, but \"b\" was named and Header is false.");
        new Action(() => CsvDataset.Load(path, new() { Ignore = [3] }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Ignore must not name the label's column, but column 3 is in it.");
        new Action(() => CsvColumn.At(0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Columns are counted from 1, but column 0 was asked for.*");
    }

    [Fact]
    public void A_test_file_must_have_the_training_files_columns()
    {
        var train = Write("a,b\n1,x\n2,y\n");
        void Refuses(string text, string sentence)
        {
            var test = Write(text, "test.csv");
            new Action(() => CsvDataset.Load(train, All(test)))
                .Should()
                .Throw<DatasetFormatException>()
                .WithMessage($"{test}, line 1{sentence}");
        }

        Refuses("a,c,b\n1,2,x\n", ": expected 2 columns as in the training file, but found 3. Give both files the same columns.");
        Refuses(
            "A,b\n1,x\n",
            ", column 1: expected \"a\" as in the training file, but found \"A\". Give both files the same columns in the same order."
        );
    }

    [Fact]
    public void Files_that_are_missing_too_large_or_no_text_are_refused()
    {
        var missing = Path.Combine(folder, "missing.csv");
        new Action(() => CsvDataset.Load(missing))
            .Should()
            .Throw<DatasetNotFoundException>()
            .WithMessage($"{folder} has no missing.csv. Name a CSV file.");
        var path = Write("a,b\n1,x\n2,y\n");
        new Action(() => CsvDataset.Load(path, new() { MostBytes = 11 }))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{path}, line 1: expected a file of at most 11 bytes, but found 12 bytes. Take a part of the file, "
                    + "or raise MostBytes in a program."
            );
        CsvDataset.Load(path, new() { MostBytes = 12 }).Train.Count.Should().Be(1);
        File.WriteAllBytes(path, [.. "PK\u0003\u0004"u8, 20, 0, 0xff]);
        new Action(() => CsvDataset.Load(path))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{path}, line 1: expected text, but found a zip archive, as workbooks and .npz files are. Save what is in it as CSV."
            );
        File.WriteAllBytes(path, [.. "a,b\n1,"u8, 0xff, 0xfe, 0xff]);
        new Action(() => CsvDataset.Load(path))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage($"{path}, line 1 or a later one: expected UTF-8 text, but found bytes that are none. Save the file as UTF-8.");
        var one = Write("a,b\n1,2\n");
        new Action(() => CsvDataset.Load(one, new() { Regression = true }))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                $"{one}, all lines: expected at least two examples, of which one is held out, but found one. Add lines, or name a TestFile."
            );
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        new Action(() => _ = new CsvOptions { HeldOut = 1 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("HeldOut must lie in (0, 1), but was 1.*");
        new Action(() => _ = new CsvOptions { MostBytes = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("MostBytes must be at least 1, but was 0.*");
        new Action(() => _ = new CsvOptions { Delimiter = '"' })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Delimiter must be no quote and no end of a line, but was one; a comma, a semicolon and a tab are usual.*");
    }

    [Fact]
    public void A_cancelled_token_ends_the_reading()
    {
        var path = Write("a,b\n1,x\n2,y\n");
        new Action(() => CsvDataset.Load(path, token: new CancellationToken(true))).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Whatever_the_bytes_are_it_reads_them_or_says_a_sentence()
    {
        const string alphabet = "0123456789.,;-+e\"\n\r ax\t\0é";
        for (var n = 0; n < 3000; n++)
        {
            var random = new Generalization.Randomness.RandomKey(5, Generalization.Randomness.RandomPurpose.Custom).Stream(n);
            var text = new StringBuilder("a,b\n1,x\n");
            for (var i = random.NextInt32(40); i > 0; i--)
                text.Append(alphabet[random.NextInt32(alphabet.Length)]);
            var path = Write(text.ToString());
            try
            {
                CsvDataset.Load(path, All(path)).Train.Count.Should().BeGreaterThan(0);
            }
            catch (DatasetFormatException e)
            {
                e.Message.Should().StartWith(path).And.Contain(": expected ");
            }
        }
    }
}
