using System.Buffers.Binary;
using System.Text;
using Generalization.Data;
using Generalization.Files;
using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.Probabilities;

public sealed class ProbabilityFilesTests : IDisposable
{
    private static readonly double[] Values = [0.75, 0.125, 0.125, 0.25, 0.5, 0.25, 0, 0.0625, 0.9375];

    private readonly string folder = Directory.CreateTempSubdirectory("probabilities").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Theory]
    [InlineData("<f2")]
    [InlineData("<f4")]
    [InlineData("<f8")]
    public void Numpys_floats_of_each_size_are_read(string type) =>
        ShowsAll(ProbabilityFiles.Read(Npy("p.npy", type, Values, 3, 3), Labels([0, 1, 2])));

    [Theory]
    [InlineData(3)]
    [InlineData(3, 1)]
    public void Labels_may_be_a_column_and_small_numbers(params int[] shape)
    {
        var labels = In("y.npy");
        NpyFile.Write(labels, NpyArray.Of((ReadOnlySpan<byte>)[0, 1, 2], shape));
        ShowsAll(ProbabilityFiles.Read(Npy("p.npy", "<f8", Values, 3, 3), labels));
    }

    /// <summary>pandas calls columns without names 0, 1, 2 …, and a lone one 0.</summary>
    [Theory]
    [InlineData("0,1\n0.75,0.25\n1.0,0.0\n", "0\n1\n", 2)]
    [InlineData("0,1,2\n0.75,0.25,0\n1.0,0.0,1\n", null, 2)]
    [InlineData("1,0\n0,1\n", "0\n1\n", 2)]
    [InlineData("0,1\n1,0\n", "0\n1\n", 2)]
    [InlineData("0.0,1.0\n0.5,0.5\n", "0\n1\n", 2)]
    public void Numbers_of_columns_are_no_row(string probabilities, string? labels, int rows)
    {
        File.WriteAllText(In("p.csv"), probabilities);
        if (labels is not null)
            File.WriteAllText(In("y.csv"), labels);
        ProbabilityFiles.Read(In("p.csv"), labels is null ? null : In("y.csv")).Count.Should().Be(rows);
    }

    /// <summary>R, JavaScript, C# and numpy's %g write 0 and 1 without a point, and the first example may be sure.</summary>
    [Theory]
    [InlineData("1,0,0\n0.03,0.97,1\n0.9,0.1,0\n", 1, 0, 0)]
    [InlineData("0,1,1\n0.2,0.8,1\n0.9,0.1,0\n", 0, 1, 1)]
    [InlineData("0,1,0\n0.2,0.8,1\n0.9,0.1,0\n", 0, 1, 0)]
    public void A_row_of_whole_numbers_before_its_label_is_a_row(string text, double first, double second, int label)
    {
        var table = ProbabilityFiles.Read(Write("p.csv", text));
        table.Row(0).ToArray().Should().Equal(first, second);
        table.Labels.ToArray().Should().Equal(label, 1, 0);
        table.ClassNames.Should().Equal("0", "1");
    }

    [Fact]
    public void A_row_of_whole_numbers_of_three_classes_is_a_row()
    {
        var table = ProbabilityFiles.Read(Write("p.csv", "0,0,1\n0.1,0.2,0.7\n0.5,0.4,0.1\n0,1,0\n"), Write("y.csv", "2\n2\n0\n1\n"));
        table.Row(0).ToArray().Should().Equal(0, 0, 1);
        table.Labels.ToArray().Should().Equal(2, 2, 0, 1);
    }

    /// <summary>0,1 above two columns is a header or a row, as the labels' number or the other lines show.</summary>
    [Theory]
    [InlineData("0.25,0.75\n0.75,0.25\n", "1\n0\n", 2)]
    [InlineData("0.25,0.75\n0.75,0.25\n", "1\n1\n0\n", 3)]
    [InlineData("0.25,0.75\n0.75,0.25\n", "label\n0\n1\n0\n", 3)]
    [InlineData("0.0,1.0\n0.75,0.25\n", "label\n1\n1\n0\n", 3)]
    [InlineData("1,0\n0.75,0.25\n", "1\n0\n", 2)]
    [InlineData("1,-0\n0.75,0.25\n", "0\n1\n0\n", 3)]
    public void What_0_1_above_two_columns_is_is_shown(string lines, string labels, int rows)
    {
        var table = ProbabilityFiles.Read(Write("p.csv", "0,1\n" + lines), Write("y.csv", labels));
        table.Count.Should().Be(rows);
        table.Row(0)[0].Should().Be(rows == 3 ? 0 : ProbabilityFiles.Read(Write("q.csv", lines), Labels([0, 1])).Row(0)[0]);
    }

    [Theory]
    [InlineData("0.25,0.75\n0.75,0.25\n")]
    [InlineData("0,1.0\n0.75,0.25\n")]
    public void What_0_1_above_two_columns_is_is_asked_for_where_nothing_shows_it(string lines)
    {
        var (file, labels) = (Write("p.csv", "0,1\n" + lines), Write("y.csv", "0\n1\n0\n"));
        Refused<DatasetFormatException>(
            () => ProbabilityFiles.Read(file, labels),
            $"{file}, line 1: expected a header or a row of probabilities, but found 0,1, which can be either. "
                + "Name the classes in a header, write the row as 0.0,1.0, or state Header in a program."
        );
        ProbabilityFiles.Read(file, labels, new() { Header = false }).Count.Should().Be(3);
    }

    /// <summary>Classes that are called 1 and 2 leave open whether 2 is a label or pandas' number of the labels' column.</summary>
    [Theory]
    [InlineData("1.0,0.0,1\n0.5,0.5,2\n", 2)]
    [InlineData("1,0,1\n0.5,0.5,2\n", 3)]
    [InlineData("0.75,0.25,1\n0.5,0.5,2\n", null)]
    public void Other_lines_tell_what_0_1_2_is_where_classes_are_called_1_and_2(string lines, int? rows)
    {
        var file = Write("p.csv", "0,1,2\n" + lines);
        ProbabilityTable Read() => ProbabilityFiles.Read(file, null, new() { ClassNames = ["1", "2"] });
        if (rows is null)
            new Action(() => Read()).Should().Throw<DatasetFormatException>().WithMessage("*0,1, which can be either*");
        else
            Read().Labels.ToArray().Should().Equal(rows == 2 ? [0, 1] : [1, 0, 1]);
    }

    /// <summary>Labels that count from 1 are refused as such, and the first one makes no header.</summary>
    [Theory]
    [InlineData("0,0,1,3\n0.5,0.25,0.25,1\n0.25,0.5,0.25,2\n")]
    [InlineData("1,0,2\n0.5,0.5,1\n")]
    public void A_row_whose_label_counts_from_1_is_no_header(string text) =>
        new Action(() => ProbabilityFiles.Read(Write("p.csv", text)))
            .Should()
            .Throw<ProbabilityTableException>()
            .WithMessage("*labels of * must lie in 0 … *that of example 0 is * Count classes from 0*");

    [Fact]
    public void A_labels_file_with_a_header_is_not_blamed_for_it()
    {
        var labels = Write("y.csv", "label\n0\n1\n0\n");
        new Action(() => ProbabilityFiles.Read(Write("p.csv", "0.75,0.25\n0.25,0.75\n"), labels))
            .Should()
            .Throw<ProbabilityTableException>();
    }

    [Fact]
    public void A_header_that_may_be_a_label_and_classes_of_one_name_are_refused()
    {
        File.WriteAllText(In("p.csv"), "0,1\n0.75,0.25\n1.0,0.0\n");
        File.WriteAllText(In("y.csv"), "0\n1\n0\n");
        new Action(() => ProbabilityFiles.Read(In("p.csv"), In("y.csv")))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage(
                "*y.csv*line 1*2 labels, one for each row of probabilities*3, the first line among them*give it a name that is no label."
            );
        File.WriteAllText(In("p.csv"), "cat,cat,emu,label\n0.75,0.25,0,0\n");
        new Action(() => ProbabilityFiles.Read(In("p.csv")))
            .Should()
            .Throw<DatasetFormatException>()
            .WithMessage("*p.csv*line 1*a name of its own for each class*cat more than once*Give each class another name.");
    }

    [Fact]
    public void Labels_that_a_program_kept_as_floats_are_read()
    {
        var labels = In("y.npy");
        NpyFile.Write(labels, NpyArray.Of([0.0, 1.0, 2.0], 3));
        ShowsAll(ProbabilityFiles.Read(Npy("p.npy", "<f8", Values, 3, 3), labels));
    }

    /// <summary>A softmax over 1,000 classes, rounded to float16, is off by more than 1e-4 and by less than the tolerance.</summary>
    [Fact]
    public void Rows_that_float16_rounds_are_taken()
    {
        const int k = 1000;
        var values = new double[k * k];
        for (var i = 0; i < k; i++)
        {
            double sum = 0;
            for (var c = 0; c < k; c++)
                sum += values[i * k + c] = Math.Exp(3 * Math.Sin(i + c * (i + 1.7)));
            for (var c = 0; c < k; c++)
                values[i * k + c] /= sum;
        }

        var table = ProbabilityFiles.Read(Npy("p.npy", "<f2", values, k, k), Labels([.. Enumerable.Range(0, k)]));
        table.Row(3)[5].Should().BeApproximately(values[3 * k + 5], 1e-3 * values[3 * k + 5]);
    }

    [Theory]
    [InlineData("0.75,0.125,0.125,0\n0.25,0.5,0.25,1\n0,0.0625,0.9375,2\n")]
    [InlineData("a,b,c,label\n0.75,0.125,0.125,a\n0.25,0.5,0.25,b\n0,0.0625,0.9375,c\n")]
    [InlineData("a,b,c,label\r\n 0.75 ,0.125,0.125,0\r\n\r\n0.25,0.5,0.25,1.0\r\n0,6.25e-2,0.9375,c")]
    [InlineData("1,2,3,label\n0.75,0.125,0.125,1\n0.25,0.5,0.25,2\n0,0.0625,0.9375,3\n")]
    public void Csv_has_a_column_of_labels_by_name_or_by_number(string text) => ShowsAll(ProbabilityFiles.Read(Write("p.csv", text)));

    [Fact]
    public void Columns_may_be_named_and_left_out() =>
        ShowsAll(
            ProbabilityFiles.Read(
                Write("p.txt", "y;id;a;b;c\na;10;0.75;0.125;0.125\nb;11;0.25;0.5;0.25\nc;12;0;0.0625;0.9375"),
                null,
                new()
                {
                    Delimiter = ';',
                    Label = "y",
                    Ignore = ["id"],
                }
            )
        );

    /// <summary>As pandas writes a table without names.</summary>
    [Fact]
    public void A_header_of_numbers_is_no_row() =>
        ShowsAll(ProbabilityFiles.Read(Write("p.csv", "0,1,2\n0.75,0.125,0.125\n0.25,0.5,0.25\n0,0.0625,0.9375\n"), Labels([0, 1, 2])));

    [Theory]
    [InlineData("0\n1\n2\n")]
    [InlineData("label\n0\n1\n2\n")]
    [InlineData("label\nb\nc\na\n", "b,c,a\n")]
    public void Labels_may_be_in_a_csv_file_of_their_own(string labels, string header = "") =>
        ShowsAll(
            ProbabilityFiles.Read(Write("p.csv", header + "0.75,0.125,0.125\n0.25,0.5,0.25\n0,0.0625,0.9375\n"), Write("y.csv", labels))
        );

    [Fact]
    public void The_labels_column_of_a_wider_file_is_named() =>
        ShowsAll(
            ProbabilityFiles.Read(
                Npy("p.npy", "<f4", Values, 3, 3),
                Write("y.csv", "file,label\nx.png,0\ny.png,1\nz.png,2\n"),
                new() { Label = "label" }
            )
        );

    [Fact]
    public void Names_come_from_the_header_or_from_the_caller()
    {
        var file = Write("p.csv", "a,b,c,label\n0.75,0.125,0.125,0\n0.25,0.5,0.25,1\n0,0.0625,0.9375,2\n");
        ProbabilityFiles.Read(file).ClassNames.Should().Equal("a", "b", "c");
        ProbabilityFiles.Read(file, null, new() { ClassNames = ["x", "y", "z"] }).ClassNames.Should().Equal("x", "y", "z");
    }

    [Fact]
    public void What_is_wrong_is_said_of_its_file()
    {
        var (probabilities, labels) = (Npy("p.npy", "<f8", [0.75, 0.125, 0.25, 0.5], 2, 2), Labels([0, 1]));
        Refused<ProbabilityTableException>(
            () => ProbabilityFiles.Read(probabilities, labels),
            $"The probabilities of {probabilities} must sum to 1 in each row, within 0.001, but those of example 0 sum to 0.875. Give the "
                + "probabilities of all classes and nothing else, or set SumTolerance in a program where they were rounded."
        );
        var other = Labels([0, 1, 5], "z.npy");
        Refused<ProbabilityTableException>(
            () => ProbabilityFiles.Read(Npy("q.npy", "<f8", Values, 3, 3), other),
            $"The labels of {other} must lie in 0 … 2, as there are 3 classes, but that of example 2 is 5. "
                + "Count classes from 0, in the order "
                + "of the columns."
        );
    }

    [Fact]
    public void A_numpy_file_needs_labels()
    {
        var file = Npy("p.npy", "<f8", Values, 3, 3);
        new Action(() => ProbabilityFiles.Read(file))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage($"Labels must be given with a .npy file, but there are none with {file}; name a .npy or CSV file of them.*");
    }

    [Fact]
    public void An_archive_of_arrays_is_no_table()
    {
        var (archive, labels) = (In("p.npz"), Labels([0, 1]));
        File.WriteAllBytes(archive, [.. "PK\u0003\u0004"u8, 0xff, 0xfe]);
        var sentence =
            $"{archive} must be a .npy file, which holds one array, but it is a .npz file, which holds several. Save the array alone with "
            + "numpy.save.";
        Refused<NpyFormatException>(() => ProbabilityFiles.Read(archive), sentence);
        Refused<NpyFormatException>(() => ProbabilityFiles.Read(archive, labels), sentence);
        Refused<NpyFormatException>(() => ProbabilityFiles.Read(Npy("p.npy", "<f8", [0.5, 0.5, 0.5, 0.5], 2, 2), archive), sentence);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Refused<DatasetNotFoundException>(() => ProbabilityFiles.Read(In("p.csv")), $"{folder} has no p.csv. Name a .npy or CSV file.");

    [Fact]
    public void Numpys_whole_numbers_are_no_probabilities()
    {
        var file = Labels([0, 1, 2]);
        Refused<NpyFormatException>(
            () => ProbabilityFiles.Read(file, file),
            $"{file} must hold probabilities, floats of shape (n, k), but it holds Int32 of shape (3). Save "
                + "the model's probabilities, a row "
                + "for each example."
        );
    }

    [Fact]
    public void One_hot_labels_are_refused()
    {
        var (probabilities, labels) = (Npy("p.npy", "<f8", Values, 3, 3), In("y.npy"));
        NpyFile.Write(labels, NpyArray.Of([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3));
        Refused<NpyFormatException>(
            () => ProbabilityFiles.Read(probabilities, labels),
            $"{labels} must hold labels, whole numbers of shape (n), but its shape is (3, 3). Save a label "
                + "for each example, for example with "
                + "argmax(1)."
        );
    }

    [Fact]
    public void Labels_between_two_classes_are_refused()
    {
        var (probabilities, labels) = (Npy("p.npy", "<f8", Values, 3, 3), In("y.npy"));
        NpyFile.Write(labels, NpyArray.Of([0, 0.5, 1.0], 3));
        new Action(() => ProbabilityFiles.Read(probabilities, labels))
            .Should()
            .Throw<NpyFormatException>()
            .WithMessage($"{labels} must hold labels, whole numbers, but not all of its values are: * element 1 is 0.5; *");
    }

    [Theory]
    [InlineData(
        "0.5,0.5,0\n0.5,x,1\n",
        "line 2, column 2: expected a probability with a decimal point, but found \"x\". "
            + "Correct the line or take it out; take out a column of something else, or leave it out by Ignore in a program."
    )]
    [InlineData(
        "0.5,0.5,0\n0.5,1\n",
        "line 2: expected 3 columns, but found 2. "
            + "Correct the line, or separate the fields by commas; a program can name another Delimiter."
    )]
    [InlineData(
        "a,b,y\n0.5,0.5,c\n",
        "line 2, column 3: expected a label, the name of a class or its number from 0, but found \"c\". "
            + "Correct the label, or make the labels the last column; a program can name theirs by Label."
    )]
    [InlineData(
        "1,2,y\n0.5,0.5,0\n",
        "line 2, column 3: expected a label that the header names, but found \"0\". "
            + "Correct the label, or make the labels the last column; a program can name theirs by Label."
    )]
    [InlineData("", "line 1: expected an example, but found the end of the file. Name a CSV file with lines.")]
    [InlineData("a,b,y\n", "line 2: expected an example, but found the end of the file. Name a CSV file with lines.")]
    public void A_csv_line_that_is_wrong_is_named(string text, string sentence)
    {
        var file = Write("p.csv", text);
        Refused<DatasetFormatException>(() => ProbabilityFiles.Read(file), $"{file}, {sentence}");
    }

    [Fact]
    public void A_csv_file_of_one_column_is_refused()
    {
        var file = Write("p.csv", "0\n1\n");
        Refused<ProbabilityTableException>(
            () => ProbabilityFiles.Read(file),
            $"The probabilities of {file} must be of at least two classes, but they have 0 columns. For two "
                + "classes, give the columns 1 − p "
                + "and p."
        );
    }

    [Fact]
    public void Several_columns_beside_the_labels_need_a_name()
    {
        var (probabilities, labels) = (Npy("p.npy", "<f8", Values, 3, 3), Write("y.csv", "1,0\n"));
        Refused<DatasetFormatException>(
            () => ProbabilityFiles.Read(probabilities, labels),
            $"{labels}, line 1: expected one column of labels, but found 2 columns. "
                + "Leave the labels alone in the file, or name their column by Label in a program."
        );
    }

    private static void ShowsAll(ProbabilityTable table)
    {
        table.Count.Should().Be(3);
        for (var i = 0; i < 3; i++)
            table.Row(i).ToArray().Should().Equal(Values[(3 * i)..(3 * i + 3)]);
        table.Labels.ToArray().Should().Equal(0, 1, 2);
    }

    private static void Refused<T>(Action act, string sentence)
        where T : Exception => act.Should().Throw<T>().Which.Message.Should().Be(sentence);

    private string In(string name) => Path.Combine(folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }

    private string Labels(int[] labels, string name = "y.npy")
    {
        NpyFile.Write(In(name), NpyArray.Of(labels, labels.Length));
        return In(name);
    }

    private string Npy(string name, string type, double[] values, params int[] shape)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}\n";
        var size = type[2] - '0';
        var bytes = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++)
        {
            var at = bytes.AsSpan(i * size);
            if (size == 2)
                BinaryPrimitives.WriteHalfLittleEndian(at, (Half)values[i]);
            else if (size == 4)
                BinaryPrimitives.WriteSingleLittleEndian(at, (float)values[i]);
            else
                BinaryPrimitives.WriteDoubleLittleEndian(at, values[i]);
        }

        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)];
        File.WriteAllBytes(In(name), [.. start, .. Encoding.ASCII.GetBytes(header), .. bytes]);
        return In(name);
    }
}
