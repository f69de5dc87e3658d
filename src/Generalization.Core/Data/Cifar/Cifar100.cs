namespace Generalization.Data;

/// <summary>CIFAR-100: 50,000 and 10,000 photographs, 3×32×32, a hundred classes, which are the fine labels.</summary>
public static class Cifar100
{
    /// <summary>The hundred classes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    [
        "apple", "aquarium fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy", "bridge",
        "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach",
        "couch", "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster",
        "house", "kangaroo", "keyboard", "lamp", "lawn mower", "leopard", "lion", "lizard", "lobster", "man", "maple tree",
        "motorcycle", "mountain", "mouse", "mushroom", "oak tree", "orange", "orchid", "otter", "palm tree", "pear", "pickup truck",
        "pine tree", "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea",
        "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar", "sunflower",
        "sweet pepper", "table", "tank", "telephone", "television", "tiger", "tractor", "train", "trout", "tulip", "turtle",
        "wardrobe", "whale", "willow tree", "wolf", "woman", "worm",
    ];

    /// <summary>Reads training and test set in any form that its publisher gives it, or as torchvision leaves it.</summary>
    /// <remarks>train.bin and test.bin, the Python version's train and test, or cifar-100-binary.tar.gz or cifar-100-python.tar.gz, which is read without
    /// unpacking. Code in a Python pickle is refused and never run.</remarks>
    /// <inheritdoc cref="Cifar10.Load" path="/*[not(self::summary) and not(self::remarks)]"/>
    public static TrainTestSplit Load(string path) => CifarReader.Load(CifarVariety.Hundred, path);
}
