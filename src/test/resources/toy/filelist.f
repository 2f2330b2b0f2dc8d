rtl/toy.v
rtl/toy_conv.v
