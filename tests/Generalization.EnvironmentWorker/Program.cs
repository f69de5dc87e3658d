using System.Globalization;
using Generalization.Tests.EnvironmentWorker;

// The culture is the environment's, as a user's is.
switch (args)
{
    case ["culture"]:
        Console.WriteLine($"{CultureInfo.CurrentCulture.Name} {1.5} {"TITLE".ToLower(CultureInfo.CurrentCulture)}");
        return 0;
    case ["words", var folder]:
        foreach (var line in Words.All(folder))
            Console.WriteLine(line);
        return 0;
    case ["train", var folder, var steps]:
        Console.WriteLine(Resumed.Train(folder, int.Parse(steps, CultureInfo.InvariantCulture)));
        return 0;
    case ["doors"]:
        foreach (var line in Doors.All())
            Console.WriteLine(line);
        return 0;
    default:
        Console.Error.WriteLine("culture, words FOLDER, train FOLDER STEPS or doors");
        return 2;
}
