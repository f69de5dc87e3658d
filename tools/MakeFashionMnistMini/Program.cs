using Generalization.Data.Idx;

if (args is not [var source, var target])
{
    Console.Error.WriteLine("Two folders are needed: the one with Fashion-MNIST's four files, and the one to write to.");
    return 2;
}

var whole = FashionMnist.Load(source);
var mini = FashionMnistMini.From(whole);
FashionMnistMini.Write(mini, target);
Console.WriteLine($"{mini.Train.Count} training and {mini.Test.Count} test images written to {target}.");
return 0;
